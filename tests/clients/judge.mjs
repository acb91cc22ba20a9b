// What two calendar libraries understand of the calendar on standard input, as JSON on standard output.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import ICAL from "ical.js";

const ical = createRequire(import.meta.url)("node-ical");
const text = readFileSync(0, "utf8");

function icalJs() {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return Object.fromEntries(
    calendar.getAllSubcomponents("vevent").map((component) => {
      const event = new ICAL.Event(component);
      return [
        event.uid,
        {
          title: event.summary,
          whole: event.startDate.isDate,
          first: event.startDate.isDate ? event.startDate.toString() : event.startDate.toJSDate().toISOString(),
          end: event.endDate.isDate ? event.endDate.toString() : event.endDate.toJSDate().toISOString(),
          cancelled: component.getFirstPropertyValue("status") === "CANCELLED",
          sequence: event.sequence,
        },
      ];
    }),
  );
}

function day(date) {
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function nodeIcal() {
  const events = Object.values(ical.sync.parseICS(text)).filter((one) => one.type === "VEVENT");
  return Object.fromEntries(
    events.map((event) => {
      const whole = event.datetype === "date";
      return [
        event.uid,
        {
          title: event.summary?.val ?? event.summary,
          whole,
          first: whole ? day(event.start) : event.start.toISOString(),
          end: whole ? day(event.end) : event.end.toISOString(),
          cancelled: event.status === "CANCELLED",
          sequence: Number(event.sequence),
        },
      ];
    }),
  );
}

process.stdout.write(JSON.stringify({ "ical.js": icalJs(), "node-ical": nodeIcal() }));
