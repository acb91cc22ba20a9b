// A day and an hour as the site says it: 1月5日(周一) 08:30, Mon 5 January 08:30; no line ends within the day.

const JOINED = "\u2060";
const SPACE = "\u00a0";

export function moment(at, language) {
  const isChinese = language.startsWith("zh");
  const parts = { month: isChinese ? "numeric" : "long", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const { month, day, weekday, hour, minute } = Object.fromEntries(
    new Intl.DateTimeFormat(language, parts).formatToParts(at).map(({ type, value }) => [type, value]),
  );
  const date = isChinese ? [...`${parseInt(month, 10)}月${parseInt(day, 10)}日(${weekday})`].join(JOINED) : [weekday, day, month].join(SPACE);
  return `${date} ${hour}:${minute}`;
}
