// The panel that shows what arrives. Off, unless the address says `?events` or the button is pressed.

import { createArrivals } from "./arrivals.js";
import { $, el } from "./dom.js";
import { createKeyedList } from "./keyed_list.js";

const isAskedFor = (search) => new URLSearchParams(search).has("events");

/** With milliseconds: events come in quick succession. */
const timeOf = (at) =>
  at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3, hourCycle: "h23" });

function eventItem({ at, type, sequence, data }) {
  const element = el("li", {},
    el("p", {}, el("strong", {}, type), " ", el("span", { class: "muted small" }, `sequence ${sequence}`)),
    el("p", { class: "muted small" }, el("time", { datetime: at.toISOString() }, timeOf(at))),
    el("code", {}, data));
  return { element, update() {} };
}

/** Answers what a session hands its connection to: `watch(connection)`. */
export function createArrivalsPanel(search = globalThis.location?.search) {
  const showEvents = createKeyedList($("arrivals-events"), ({ key }) => key, eventItem);
  const arrivals = createArrivals({ onChange: draw });

  function draw() {
    const record = arrivals.record();
    $("arrivals").hidden = !record;
    $("arrivals-toggle").textContent = record ? "Hide what arrives" : "Show what arrives";
    showEvents(record?.events ?? []);
    if (!record) return;
    const { state, code, reason } = arrivals.connection();
    $("arrivals-state").textContent = [...new Set([state, code])].filter(Boolean).join(" · ");
    $("arrivals-reason").textContent = reason;
    $("arrivals-reads").textContent = record.reads;
    $("arrivals-requests").textContent = record.requests;
    $("arrivals-since").textContent = timeOf(record.since);
    $("arrivals-none").hidden = record.events.length > 0;
    $("arrivals-events").hidden = record.events.length === 0; // a list that scrolls takes the focus
  }

  $("arrivals-toggle").addEventListener("click", () => {
    if (arrivals.record()) return arrivals.stop();
    arrivals.start();
    $("arrivals").scrollIntoView({ block: "nearest" });
  });
  if (isAskedFor(search)) arrivals.start();
  return arrivals;
}
