// Shows what Floe tells, and tells Floe what is pressed. Every button stands for words to say.
// Nothing in here is newer than the browsers that docs/display.md names; a test sees to it.
"use strict";

const STALE = 3000; // milliseconds without news after which the connection counts as lost
const AGAIN = 5000; // milliseconds after which a connection that brings nothing is begun anew
const SETTLE = 600; // milliseconds in which a second tap would meet a button that has just come
const PATIENCE = 4000; // milliseconds that a press may take
const RETRY = 200; // milliseconds until an urgent press that failed is sent again

const at = (id) => document.getElementById(id);
let source = null;
let begun = 0;
let heard = performance.now();
let changed = -Infinity;

function text(id, words) {
  // What is the same is not touched, so that it is not read out again.
  if (at(id).textContent !== words) at(id).textContent = words;
}

function show(state) {
  document.body.dataset.phase = state.phase;
  text("phase", state.title);
  document.title = state.time ? `${state.time} ${state.title}` : `Floe: ${state.title}`;
  text("time", state.time);
  at("time").hidden = !state.time;
  text("task", state.task);
  text("trouble", state.held_up ? at("trouble").dataset.heldUp : state.trouble.join(" "));
  text("says", state.says);
  text("heard", state.heard || at("heard").dataset.nothing);
  at("unclear").hidden = !state.unclear;
  const examples = state.examples.map((one) => `"${one}"`).join(", ");
  text("examples", examples && `${at("examples").dataset.text} ${examples}`);
  at("level").value = state.level;
  text("note", state.note);
  offer(state.buttons);
}

function offer(words) {
  const there = Array.from(at("buttons").children);
  if (there.map((one) => one.dataset.say).join() === words.join()) return;
  const focused = at("buttons").contains(document.activeElement) && document.activeElement;
  const buttons = words.map(
    (say) => there.find((one) => one.dataset.say === say) || button(say));
  there.filter((one) => !buttons.includes(one)).forEach((one) => one.remove());
  // One that stays is moved only where it has to be, for it would lose the focus.
  buttons.forEach((one, place) => {
    const now = at("buttons").children[place] || null;
    if (now !== one) at("buttons").insertBefore(one, now);
  });
  at("buttons").classList.toggle("short", words.filter(isFigure).length > 5);
  at("choice").hidden = !words.length;
  // Where the button under the finger or the key has gone, nothing takes its place unseen.
  if (focused) (buttons.includes(focused) ? focused : at("choice")).focus();
  changed = performance.now();
}

function isFigure(say) {
  return /^\d+$/.test(say);
}

function button(say) {
  const made = document.createElement("button");
  made.type = "button";
  made.dataset.say = say;
  made.textContent = say;
  made.classList.toggle("figure", isFigure(say));
  return made;
}

function press(say, urgent) {
  const until = performance.now() + PATIENCE;
  send();

  function send() {
    const request = new XMLHttpRequest();
    request.open("POST", "press");
    request.setRequestHeader("Content-Type", "application/json");
    request.timeout = Math.max(1, until - performance.now());
    request.onload = () => tell(say, request.status === 204);
    request.ontimeout = () => tell(say, false);
    request.onerror = () => {
      // It may have arrived all the same. To stop twice does no harm; to go on twice might.
      if (urgent && performance.now() + RETRY < until) setTimeout(send, RETRY);
      else tell(say, false);
    };
    request.send(JSON.stringify({ say }));
  }
}

function tell(say, reached) {
  const sent = at("sent");
  sent.classList.toggle("failed", !reached);
  text("sent", reached ? `${sent.dataset.sent}: ${say}` : `${say}: ${sent.dataset.unsent}`);
}

function connect() {
  if (source) source.close();
  begun = performance.now();
  source = new EventSource("events");
  source.onmessage = (event) => {
    heard = performance.now();
    const state = JSON.parse(event.data);
    if (state) show(state);
    watch();
  };
}

function watch() {
  const now = performance.now();
  const lost = now - heard > STALE;
  document.body.classList.toggle("lost", lost);
  text("lost", lost ? at("lost").dataset.text : "");
  const idle = Math.min(now - heard, now - begun);
  const closed = source.readyState === EventSource.CLOSED;
  if (idle > AGAIN || (closed && now - begun > 1000)) connect();
}

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  if (!pressed) return;
  const urgent = at("urgent").contains(pressed);
  const settled = performance.now() - changed > SETTLE;
  if (settled || urgent) press(pressed.dataset.say, urgent);
});
addEventListener("online", connect);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) connect();
});
connect();
setInterval(watch, 500);
