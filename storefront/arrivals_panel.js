// The panel that shows what arrives. Closed, unless the address says `?events` or the button is pressed.

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

const NONE = { state: "no connection yet", code: "", reason: "" };

/** Answers what a session hands its connection to: `watch(connection)`. */
export function createArrivalsPanel(search = globalThis.location?.search) {
  const showEvents = createKeyedList($("arrivals-events"), ({ key }) => key, eventItem);
  const arrivals = createArrivals({ onChange: draw });
  let isShown = isAskedFor(search);

  function draw() {
    if (!isShown) return;
    const { events, reads, requests, since } = arrivals.record();
    const { state, code, reason } = arrivals.connection() ?? NONE;
    showEvents(events);
    $("arrivals-state").textContent = [...new Set([state, code])].filter(Boolean).join(" · ");
    $("arrivals-reason").textContent = reason;
    $("arrivals-reads").textContent = reads;
    $("arrivals-requests").textContent = requests;
    $("arrivals-since").textContent = timeOf(since);
    $("arrivals-none").hidden = events.length > 0;
    $("arrivals-events").hidden = events.length === 0; // a list that scrolls takes the focus
  }

  function show() {
    $("arrivals").hidden = !isShown;
    $("arrivals-toggle").textContent = isShown ? "Hide what arrives" : "Show what arrives";
    draw();
  }

  $("arrivals-toggle").addEventListener("click", () => {
    isShown = !isShown;
    show();
    if (isShown) $("arrivals").scrollIntoView({ block: "nearest" });
  });
  show();
  return arrivals;
}
