// A day and an hour as the site says it: 1月5日(周一) 08:30, Mon 5 January 08:30.

export function moment(at, language) {
  const isChinese = language.startsWith("zh");
  const parts = { month: isChinese ? "numeric" : "long", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const { month, day, weekday, hour, minute } = Object.fromEntries(
    new Intl.DateTimeFormat(language, parts).formatToParts(at).map(({ type, value }) => [type, value]),
  );
  const date = isChinese ? `${parseInt(month, 10)}月${parseInt(day, 10)}日(${weekday})` : `${weekday} ${day} ${month}`;
  return `${date} ${hour}:${minute}`;
}
