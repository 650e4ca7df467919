// Small things that Gradio has no component for. It makes no markup: it only moves focus, scrolls and passes
// a citation's place on, which the server checks again.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const LABELS = {
    "or-conversation": "Conversation", "or-evidence": "Cited passages", "or-article": "Article",
  };
  // Gradio's client loses an event that it sends in the milliseconds in which the stream of another one closes:
  // a place is passed on when the answer has been still for this long
  const STILL_MS = 150;
  let pressed = null;
  let clicks = 0;
  let changed = -STILL_MS;

  // the place goes into a hidden field; a counter makes each click a change, the same citation twice too
  function open(button) {
    const field = document.querySelector("#or-wanted input, #or-wanted textarea");
    if (!field) return;
    pressed = button.closest("#or-conversation") ? button : pressed;
    clicks += 1;
    pass(field, button.value, clicks);
  }

  function pass(field, place, click) {
    if (click !== clicks) return; // another was chosen meanwhile
    if (byId("or-send").disabled || performance.now() - changed < STILL_MS) {
      setTimeout(() => pass(field, place, click), STILL_MS / 3);
      return;
    }
    field.value = `${place}#${click}`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    reveal(`or-at:${place}`, performance.now() + 5000);
  }

  // waits until the server's article is shown, then brings the marked words into view
  function reveal(id, deadline) {
    const mark = byId(id);
    if (mark && mark.offsetParent !== null) {
      mark.scrollIntoView({ block: "center", behavior: "auto" });
      mark.focus({ preventScroll: true });
    } else if (performance.now() < deadline) {
      requestAnimationFrame(() => reveal(id, deadline));
    }
  }

  function back() {
    const target = pressed && pressed.isConnected ? pressed : document.querySelector("#or-question textarea, #or-question input");
    if (!target) return;
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button.or-open, button.or-back") : null;
    if (!button) return;
    if (button.classList.contains("or-back")) back();
    else open(button);
  });

  // what the page is made of arrives in pieces: name the parts once they are there, and follow a growing answer
  function arrange() {
    for (const [id, label] of Object.entries(LABELS)) {
      const part = byId(id);
      if (part && !part.hasAttribute("aria-label")) {
        part.setAttribute("role", "region");
        part.setAttribute("aria-label", label);
      }
    }
    for (const field of document.querySelectorAll("#or-from input, #or-to input")) {
      if (field.type !== "date") field.type = "date";
    }
  }

  let height = 0;
  function follow() {
    const pane = byId("or-conversation");
    const latest = byId("or-latest");
    if (!pane || !latest || latest.offsetHeight === height) return;
    height = latest.offsetHeight;
    if (pane.scrollHeight > pane.clientHeight + 1) {
      // the question at the top, however long the answer grows below it
      const top = latest.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
      pane.scrollTo({ top: top - 8 });
    }
  }

  new MutationObserver((records) => {
    const latest = byId("or-latest");
    if (latest && records.some((record) => latest.contains(record.target))) changed = performance.now();
    arrange();
    follow();
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
