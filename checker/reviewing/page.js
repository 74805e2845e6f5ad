"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const token = location.hash.slice(1);
  let state = { documents: [], claims: [] };
  let current = null;
  let busy = false;

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  async function ask(path, body) {
    const answer = await fetch(path, {
      method: body ? "POST" : "GET",
      headers: { "X-Checker-Token": token, "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
    });
    return { ok: answer.ok, value: await answer.json() };
  }

  function complain(text) {
    at("faults").textContent = text;
    at("faults").hidden = !text;
  }

  // Offsets count code points; a string's index counts UTF-16 units.
  function marked(text, claims) {
    const points = Array.from(text);
    const edges = new Set([0, points.length]);
    for (const claim of claims) edges.add(claim.start).add(claim.end);
    const stops = [...edges].sort((a, b) => a - b);
    const box = element("div", undefined, "text");
    for (let i = 0; i + 1 < stops.length; i += 1) {
      const words = points.slice(stops[i], stops[i + 1]).join("");
      const here = claims.filter((claim) => claim.start <= stops[i] && stops[i + 1] <= claim.end);
      if (!here.length) {
        box.append(words);
        continue;
      }
      const open = here.filter((claim) => !claim.review);
      const shown = open[0] || here[0];
      const mark = element("mark", words, open.length ? "" : "decided");
      mark.dataset.claims = here.map((claim) => claim.id).join(" ");
      mark.addEventListener("click", () => show(shown.id));
      box.append(mark);
    }
    return box;
  }

  function draw() {
    const article = at("article");
    article.replaceChildren();
    for (const doc of state.documents) {
      article.append(element("h2", doc.title || doc.id));
      article.append(marked(doc.text, state.claims.filter((claim) => claim.document === doc.id)));
    }
    const decided = state.claims.filter((claim) => claim.review).length;
    at("progress").textContent = `${decided} of ${state.claims.length} claims decided`;
  }

  const find = (id) => state.claims.find((claim) => claim.id === id);

  function show(id) {
    const claim = find(id);
    current = claim ? id : null;
    complain("");
    at("editor").hidden = true;
    at("note").value = "";
    for (const name of ["accept", "correct", "reject"]) at(name).disabled = !claim;
    at("claim").textContent = claim ? claim.id : "No claim is left";
    at("quote").textContent = "";
    at("fields").replaceChildren();
    at("decided").textContent = "";
    at("origin").textContent = "";
    for (const mark of document.querySelectorAll("mark")) {
      mark.classList.toggle("current", mark.dataset.claims.split(" ").includes(id));
    }
    if (!claim) return;
    const doc = state.documents.find((each) => each.id === claim.document);
    at("quote").textContent = Array.from(doc.text).slice(claim.start, claim.end).join("");
    for (const [name, value] of Object.entries(claim.fields)) {
      at("fields").append(element("dt", name), element("dd", value));
    }
    const review = claim.review;
    at("decided").textContent = review
      ? `${review.decision} by ${review.by}, ${review.day}${review.note ? `: ${review.note}` : ""}`
      : "not decided";
    at("origin").textContent = `${claim.file}${claim.extraction ? `, extracted by ${claim.extraction}` : ""}`;
    const first = document.querySelector("mark.current");
    if (first) first.scrollIntoView({ block: "center" });
  }

  function listed() {
    return state.claims.filter((claim) => !at("open-only").checked || !claim.review || claim.id === current);
  }

  function step(by) {
    const claims = listed();
    const here = claims.findIndex((claim) => claim.id === current);
    const there = claims[Math.min(Math.max(here + by, 0), claims.length - 1)];
    if (there) show(there.id);
  }

  async function decide(verdict, text) {
    if (!current || busy) return;
    busy = true;
    const order = state.claims.map((claim) => claim.id);
    const place = order.indexOf(current);
    try {
      const note = at("note").value;
      const { ok, value } = await ask("/decision", { claim: current, verdict, note, text: text || "" });
      if (!ok) {
        complain(value.faults);
        return;
      }
      state = value;
      draw();
      const later = order.slice(place + 1).concat(order.slice(0, place));
      const next = later.find((id) => find(id) && !find(id).review);
      show(next || (find(current) ? current : later.find((id) => find(id))));
      at("claim").focus();
    } catch (error) {
      complain(`the review does not answer: ${error.message}`);
    } finally {
      busy = false;
    }
  }

  function edit() {
    if (!current) return;
    at("record").value = find(current).text;
    at("editor").hidden = false;
    at("record").focus();
  }

  function take() {
    const words = String(document.getSelection());
    if (!words.trim()) return complain("select words in the document first");
    complain("");
    const box = at("record");
    const quoted = JSON.stringify(words);
    box.value = box.value.trimStart().startsWith("{")
      ? box.value.replace(/("?span"?\s*:\s*)("(?:[^"\\]|\\.)*"|'[^']*'|[^,{}]+)/, (_, key) => key + quoted)
      : box.value.replace(/^span:.*(?:\n[ \t]+.*)*/m, () => `span: ${quoted}`);
  }

  at("accept").addEventListener("click", () => decide("accepted"));
  at("reject").addEventListener("click", () => decide("rejected"));
  at("correct").addEventListener("click", edit);
  at("save").addEventListener("click", () => decide("corrected", at("record").value));
  at("cancel").addEventListener("click", () => show(current));
  at("next").addEventListener("click", () => step(1));
  at("previous").addEventListener("click", () => step(-1));
  // A press keeps the selection that it is about.
  at("take").addEventListener("mousedown", (event) => event.preventDefault());
  at("take").addEventListener("click", take);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA)$/.test(event.target.tagName)) return;
    const press = { a: "accept", c: "correct", r: "reject", j: "next", k: "previous" }[event.key];
    if (press) {
      event.preventDefault();
      at(press).click();
    }
  });

  ask("/review").then(({ ok, value }) => {
    if (!ok) return complain(value.faults);
    state = value;
    draw();
    const first = state.claims.find((claim) => !claim.review) || state.claims[0];
    show(first && first.id);
  }, (error) => complain(`the review does not answer: ${error.message}`));
})();
