// Shows findings, filters them, and finds them in the text. Whatever comes from a report goes into
// the page as text; nothing is ever read as HTML.
"use strict";
(() => {
  const { documents, rules, findings, proofs, facts } = JSON.parse(byId("data").textContent);
  const RANKS = { error: 0, warning: 1, info: 2 };
  const WORDS = { error: "error", warning: "warning", info: "note" };
  const SEVERITIES = Object.keys(RANKS);
  const FACETS = ["severity", "rule", "speaker", "state"];
  const CHUNK = 60;
  const MOST_RELATED = 12;

  const chosen = Object.fromEntries(FACETS.map((facet) => [facet, new Set()]));
  let words = [];
  let visible = findings.map((_, index) => index);
  let current = -1;

  const byFingerprint = new Map(findings.map((finding, index) => [finding.id, index]));
  const traits = findings.map((finding) => ({
    severity: [finding.severity],
    rule: [String(finding.rule)],
    speaker: [...new Set(finding.evidence.map((item) => item.speaker).filter(Boolean))],
    state: [finding.state || "new"],
  }));

  // --- making elements --------------------------------------------------------------------------

  function byId(id) {
    return document.getElementById(id);
  }

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === true) element.setAttribute(key, "");
      else if (value !== false && value != null) element.setAttribute(key, String(value));
    }
    element.append(...children.flat(2).filter((child) => child !== null && child !== ""));
    return element;
  }

  const own = (text) => make("bdi", {}, text);

  function counted(number, noun) {
    return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
  }

  function ruleOf(finding) {
    return rules[finding.rule] ?? { id: "", summary: "", description: "", advice: "", place: "", tags: [] };
  }

  // --- filters ----------------------------------------------------------------------------------

  const haystacks = [];
  function haystack(index) {
    const finding = findings[index];
    return (haystacks[index] ??= [
      finding.message,
      ruleOf(finding).id,
      finding.id,
      ...finding.evidence.flatMap((item) => [item.label, item.speaker, item.cue, item.passage?.exact ?? ""]),
    ].join("\n").toLowerCase());
  }

  function passes(index) {
    let failed = null;
    for (const facet of FACETS) {
      const values = chosen[facet];
      if (values.size && !traits[index][facet].some((value) => values.has(value))) {
        if (failed) return "several";
        failed = facet;
      }
    }
    if (words.length) {
      const text = haystack(index);
      if (!words.every((word) => text.includes(word))) return failed ? "several" : "words";
    }
    return failed;
  }

  const boxes = [...document.querySelectorAll(".facets input")].map((input) => ({
    input,
    facet: input.name,
    value: input.value,
    item: input.closest("li"),
    count: input.closest("label").querySelector("[data-count]"),
  }));

  // A value's count is that of the findings that would be shown if it were chosen: all filters but
  // those of its own group hold.
  function filter() {
    const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
    visible = [];
    for (let index = 0; index < findings.length; index++) {
      const failed = passes(index);
      if (failed === null) visible.push(index);
      if (failed === "several" || failed === "words") continue;
      for (const facet of failed === null ? FACETS : [failed]) {
        const of = counts[facet];
        for (const value of traits[index][facet]) of.set(value, (of.get(value) ?? 0) + 1);
      }
    }
    for (const { input, facet, value, item, count } of boxes) {
      const number = counts[facet].get(value) ?? 0;
      count.textContent = number.toLocaleString("en");
      item.classList.toggle("empty", number === 0 && !input.checked);
    }
    for (const note of document.querySelectorAll("[data-chosen]")) {
      const size = chosen[note.dataset.chosen].size;
      note.textContent = size ? `${size} chosen` : "";
    }
    const all = visible.length === findings.length;
    byId("shown").textContent = all
      ? counted(findings.length, "finding")
      : `${visible.length.toLocaleString("en")} of ${counted(findings.length, "finding")}`;
    byId("clear").hidden = !words.length && FACETS.every((facet) => !chosen[facet].size);
    byId("none").hidden = visible.length > 0;
    restartList();
    markCurrent();
    colourMarks();
  }

  function choose(facet, value) {
    for (const box of boxes) {
      if (box.facet === facet) box.input.checked = box.value === value;
    }
    chosen[facet] = new Set([value]);
    for (const details of document.querySelectorAll(`.facet.by-${facet}`)) details.open = true;
    filter();
  }

  function clearFilters() {
    for (const box of boxes) box.input.checked = false;
    for (const facet of FACETS) chosen[facet].clear();
    byId("search").value = "";
    words = [];
    filter();
  }

  // --- the list ---------------------------------------------------------------------------------

  // Entries are drawn from the first to the last that was scrolled to; a finding far off begins a
  // new stretch.
  const list = byId("list");
  const start = make("li", { class: "end", "aria-hidden": "true" });
  const end = make("li", { class: "end", "aria-hidden": "true" });
  let first = 0;
  let last = 0;
  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting && target === end) drawTo(last + CHUNK);
      if (isIntersecting && target === start) drawFrom(first - CHUNK);
    }
  }, { rootMargin: "600px" });

  function restartList(at = 0) {
    first = last = Math.max(0, at - CHUNK / 2);
    list.replaceChildren(start, end);
    drawTo(last + CHUNK);
    watch();
  }

  function drawTo(until) {
    const from = last;
    last = Math.min(until, visible.length);
    end.before(...entries(from, last));
    watch();
  }

  function drawFrom(from) {
    const until = first;
    first = Math.max(0, from);
    const pane = byId("findings");
    const height = pane.scrollHeight;
    start.after(...entries(first, until));
    pane.scrollTop += pane.scrollHeight - height;
    watch();
  }

  // Observing anew reports once more: what was drawn may not have filled the pane.
  function watch() {
    start.hidden = first === 0;
    end.hidden = last >= visible.length;
    watcher.disconnect();
    for (const edge of [start, end]) if (!edge.hidden) watcher.observe(edge);
  }

  function entries(from, until) {
    const made = [];
    for (let at = from; at < until; at++) {
      const number = findings[visible[at]].document;
      if (documents.length > 1 && (at === 0 || number !== findings[visible[at - 1]].document)) {
        made.push(groupHead(number));
      }
      made.push(entry(visible[at]));
    }
    return made;
  }

  function groupHead(number) {
    return make("li", { class: "group" }, own(documents[number]?.title ?? "In no single document"));
  }

  function entry(index) {
    const finding = findings[index];
    const quiet = finding.state === "suppressed" || finding.state === "unchanged";
    return make("li", {},
      make("button", { type: "button", class: `entry ${finding.severity}${quiet ? " quiet" : ""}`, "data-finding": index },
        make("span", { class: "kind" },
          make("span", { class: "severity" }, WORDS[finding.severity]), " ",
          own(ruleOf(finding).id),
          " ", finding.state ? make("span", { class: "state" }, finding.state) : ""),
        make("span", { class: "message" }, own(finding.message))));
  }

  function markCurrent() {
    for (const old of list.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
    const button = list.querySelector(`[data-finding="${current}"]`);
    button?.setAttribute("aria-current", "true");
    return button;
  }

  // --- marks in the text ------------------------------------------------------------------------

  const texts = documents.map((_, number) => {
    const element = document.querySelector(`.text[data-doc="${number}"]`);
    const marks = element ? [...element.querySelectorAll("mark")] : [];
    return {
      element,
      marks,
      starts: marks.map((mark) => Number(mark.dataset.s)),
      ends: marks.map((mark) => Number(mark.dataset.e)),
      worst: marks.map((mark) => mark.className.split(" ")[0]),
    };
  });

  // The first place in ascending numbers that is not less than a value.
  function firstFrom(numbers, value) {
    let low = 0;
    let high = numbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function marksOf(item) {
    const text = texts[item.document];
    if (!text || !item.passage) return [0, 0];
    return [firstFrom(text.starts, item.passage.start), firstFrom(text.starts, item.passage.end)];
  }

  // Each mark has the colour of the worst finding that is shown. Passages are added up as changes at
  // their ends, so that many on the same words cost no more than many apart.
  function colourMarks() {
    const changes = texts.map((text) => SEVERITIES.map(() => new Int32Array(text.marks.length + 1)));
    for (const index of visible) {
      const rank = RANKS[findings[index].severity];
      for (const item of findings[index].evidence) {
        const [from, to] = marksOf(item);
        if (from < to) {
          changes[item.document][rank][from]++;
          changes[item.document][rank][to]--;
        }
      }
    }
    texts.forEach((text, number) => {
      const open = SEVERITIES.map(() => 0);
      text.marks.forEach((mark, at) => {
        SEVERITIES.forEach((_, rank) => (open[rank] += changes[number][rank][at]));
        const rank = open.findIndex((count) => count > 0);
        const worst = rank < 0 ? "off" : SEVERITIES[rank];
        if (worst !== text.worst[at]) {
          mark.classList.replace(text.worst[at], worst);
          text.worst[at] = worst;
        }
      });
    });
  }

  let lit = [];
  function light(finding) {
    for (const mark of lit) mark.classList.remove("on");
    lit = [];
    for (const item of finding?.evidence ?? []) {
      const [from, to] = marksOf(item);
      for (const mark of texts[item.document]?.marks.slice(from, to) ?? []) {
        mark.classList.add("on");
        lit.push(mark);
      }
    }
  }

  const narrow = matchMedia("(max-width: 70rem)");
  function show(element, block = narrow.matches ? "start" : "center") {
    const far = Math.abs(element.getBoundingClientRect().top) > 3 * innerHeight;
    const calm = far || matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block, behavior: calm ? "instant" : "smooth" });
    if (element.closest(".long")) settle(element, block, 8);
  }

  // What comes into view in a long text takes its true height only then, and moves what is below.
  function settle(element, block, times) {
    requestAnimationFrame(() => {
      const { top, bottom } = element.getBoundingClientRect();
      if (top < 0 || bottom > innerHeight) element.scrollIntoView({ block, behavior: "instant" });
      if (times > 1) settle(element, block, times - 1);
    });
  }

  function showPlace(number, start, end) {
    const text = texts[number];
    if (!text?.element) return;
    openView("documents");
    const at = firstFrom(text.starts, start);
    const mark = text.marks[at] && text.starts[at] < end ? text.marks[at] : null;
    const paragraph = [...text.element.querySelectorAll("p[data-s]")]
      .find((p) => Number(p.dataset.s) <= start && start < Number(p.dataset.e));
    const place = mark ?? paragraph;
    if (!place) return;
    show(place);
    const block = place.closest(".para");
    block.classList.remove("flash");
    requestAnimationFrame(() => block.classList.add("flash"));
  }

  // The findings that are shown and stand at a place, those on the fewest words first.
  function findingsAt(number, at) {
    const found = [];
    for (const index of visible) {
      let least = Infinity;
      for (const { document: where, passage } of findings[index].evidence) {
        if (where === number && passage && passage.start <= at && at < passage.end) {
          least = Math.min(least, passage.end - passage.start);
        }
      }
      if (least < Infinity) found.push([least, RANKS[findings[index].severity], index]);
    }
    return found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).map(([, , index]) => index);
  }

  function related(index) {
    const mine = findings[index].evidence.filter((item) => item.passage);
    const found = [];
    findings.forEach((other, number) => {
      if (number !== index && other.evidence.some((item) => item.passage && mine.some((one) =>
        one.document === item.document
          && one.passage.start < item.passage.end && item.passage.start < one.passage.end))) {
        found.push(number);
      }
    });
    return found;
  }

  // --- a finding --------------------------------------------------------------------------------

  function open(index, { scroll = true, focus = false } = {}) {
    const finding = findings[index];
    if (!finding) return;
    current = index;
    const at = visible.indexOf(index);
    if (at >= 0 && (at < first || at > last + CHUNK)) restartList(at);
    else if (at >= last) drawTo(at + CHUNK / 2);
    const button = markCurrent();
    button?.scrollIntoView({ block: "nearest" });
    fill(byId("finding"), index, at);
    byId("finding").hidden = false;
    byId("overview").hidden = true;
    byId("page").classList.add("opened");
    byId("panel").scrollTop = 0;
    light(finding);
    if (scroll && lit.length && !byId("view-documents").hidden) show(lit[0]);
    byId("status").textContent =
      `${at < 0 ? "Finding" : `Finding ${at + 1} of ${visible.length}`}: ${finding.message}`;
    remember(`#finding-${finding.id}`);
    if (focus) byId("finding-title").focus({ preventScroll: true });
  }

  function close() {
    if (current < 0) return;
    const button = list.querySelector(`[data-finding="${current}"]`);
    const held = byId("panel").contains(document.activeElement);
    current = -1;
    markCurrent();
    light(null);
    byId("finding").hidden = true;
    byId("finding").replaceChildren();
    byId("overview").hidden = false;
    byId("page").classList.remove("opened");
    remember("#");
    if (held) button?.focus();
  }

  // A page opened from a file may not be allowed to change its address; it works without.
  function remember(hash) {
    try {
      history.replaceState(null, "", hash === "#" ? location.pathname + location.search : hash);
    } catch { /* stays as it is */ }
  }

  function fill(place, index, at) {
    const finding = findings[index];
    const rule = ruleOf(finding);
    const others = related(index);
    const proof = proofs[finding.id];
    place.replaceChildren(
      make("div", { class: "bar" },
        make("button", { type: "button", "data-step": "-1", "aria-label": "Previous finding" }, "←"),
        make("button", { type: "button", "data-step": "1", "aria-label": "Next finding" }, "→"),
        make("span", { class: "small" }, at < 0 ? "filtered out" : `${at + 1} of ${visible.length}`),
        make("a", { href: `#finding-${finding.id}`, class: "small" }, "Link"),
        make("button", { type: "button", "data-close": true, "aria-label": "Close the finding" }, "✕")),
      ...head(finding, rule),
      sides(finding),
      ...suppression(finding),
      ...section("Advice", finding.advice ?? rule.advice),
      make("h3", {}, "The rule"),
      make("p", {}, own(rule.summary)),
      rule.description ? make("p", { class: "small" }, own(rule.description)) : "",
      make("p", { class: "small" }, make("button", { type: "button", class: "link", "data-rule": finding.rule }, rule.id),
        " in ", make("code", {}, rule.place)),
      ...(others.length ? [relatedList(others)] : []),
      ...(proof ? [proofTree(proof)] : []),
      make("p", { class: "small fingerprint" }, "Fingerprint ", make("code", {}, finding.id)));
  }

  function head(finding, rule) {
    return [
      make("p", { class: `kind ${finding.severity}` },
        make("span", { class: "severity" }, WORDS[finding.severity]), " ", own(rule.id),
        " ", finding.state ? make("span", { class: "state" }, finding.state) : ""),
      make("h2", { id: "finding-title", tabindex: -1 }, own(finding.message)),
    ];
  }

  function section(title, text) {
    return text ? [make("h3", {}, title), make("p", {}, own(text))] : [];
  }

  function suppression({ suppression: why }) {
    if (!why) return [];
    const until = why.expires ? ` until ${why.expires}` : "";
    return [make("h3", {}, `Suppressed${until}`), make("p", {}, own(why.reason), " ", make("code", {}, why.place))];
  }

  // What stands on the same words is one card, under all its names.
  function sides(finding) {
    const cards = new Map();
    for (const item of finding.evidence) {
      const key = item.passage
        ? `${item.document} ${item.passage.start} ${item.passage.end} ${item.speaker}`
        : `${item.kind} ${item.id} ${item.role}`;
      const card = cards.get(key) ?? { item, roles: [] };
      if (!card.roles.includes(item.role)) card.roles.push(item.role);
      cards.set(key, card);
    }
    return make("div", { class: "sides" }, [...cards.values()].map(({ item, roles }) => card(item, roles.join(", "))));
  }

  function card(item, role) {
    const passage = item.passage;
    const said = { direct: "quoted", indirect: "reported", narrator: "in its own voice" }[item.voice];
    const where = documents[item.document];
    return make("section", { class: `side ${item.side}` },
      make("p", { class: "role" }, own(role)),
      item.speaker ? make("p", { class: `speaker ${item.side}` }, own(item.speaker), " ", said ? make("small", {}, said) : "") : "",
      passage
        ? make("blockquote", { dir: "auto" }, make("span", { class: "around" }, cut(passage.prefix, true)),
            make("strong", {}, passage.exact), make("span", { class: "around" }, cut(passage.suffix, false)))
        : make("p", { class: "label" }, own(item.label)),
      item.cue ? make("p", { class: "small cue" }, "by the words ", make("q", {}, own(item.cue))) : "",
      passage && texts[item.document]?.element
        ? make("button", { type: "button", class: "link place", "data-document": item.document, "data-s": passage.start, "data-e": passage.end },
            documents.length > 1 ? [own(where.title), ", "] : "", `line ${passage.place.split(":")[0]}`)
        : where ? make("p", { class: "small" }, own(where.title), passage ? ` ${passage.place}` : "") : "");
  }

  // What stands around a quote begins and ends with whole words.
  function cut(text, before) {
    const line = text.replace(/\s+/g, " ");
    if (line.length < 24) return line;
    return before ? `…${line.replace(/^\S*\s/, "")}` : `${line.replace(/\s\S*$/, "")}…`;
  }

  function relatedList(others) {
    const more = others.length - MOST_RELATED;
    return make("div", {}, make("h3", {}, "Also about these words"),
      make("ul", { class: "plain related" }, others.slice(0, MOST_RELATED).map((index) =>
        make("li", {}, make("button", { type: "button", class: "link", "data-finding": index },
          make("span", { class: `dot ${findings[index].severity}` }), own(ruleOf(findings[index]).id)),
          make("span", { class: "small" }, own(findings[index].message))))),
      more > 0 ? make("p", { class: "small" }, `and ${more.toLocaleString("en")} more`) : "");
  }

  // --- proofs -----------------------------------------------------------------------------------

  function proofTree(proof) {
    const tree = make("details", { class: "proof" }, make("summary", {}, "Why: the proof"));
    tree.addEventListener("toggle", () => tree.append(node(proof, 0)), { once: true });
    return tree;
  }

  // Steps are unfolded one at a time: a row that many others need is shown in each place, and a
  // whole tree of them may be far larger than the proof.
  function node(proof, number) {
    const step = proof.steps[number];
    if (step.by !== "rule") {
      return make("div", { class: "fact" }, make("span", { class: "by" }, step.by === "fact" ? "fact" : "derived"),
        code(step), step.by === "fact" ? behind(step) : "");
    }
    const branch = make("details", { class: "step" },
      make("summary", {}, code(step), make("span", { class: "small" }, ` by ${step.rule.path}:${step.rule.line}`)));
    branch.addEventListener("toggle", () => branch.append(
      make("pre", {}, step.rule.text),
      make("ul", { class: "premises" }, step.premises.map((premise) => make("li", {}, premised(proof, premise))))), { once: true });
    if (number === 0) branch.open = true;
    return branch;
  }

  function premised(proof, premise) {
    switch (premise.kind) {
      case "row":
        return premise.step == null ? code(premise) : node(proof, premise.step);
      case "absent":
        return make("div", { class: "fact" }, make("span", { class: "by" }, "no row"), code(premise));
      case "comparison":
        return make("div", { class: "fact" }, make("span", { class: "by" }, "holds"),
          make("code", {}, `${literal(premise.left)} ${premise.op} ${literal(premise.right)}`));
      case "value":
        return make("div", { class: "fact" }, make("span", { class: "by" }, "value"),
          make("code", {}, `${premise.variable} = ${literal(premise.value)}`));
      case "aggregate":
        return make("div", { class: "fact" }, make("span", { class: "by" }, premise.op),
          make("code", {}, `${premise.variable} = ${literal(premise.value)}`),
          make("span", { class: "small" }, ` over ${counted(premise.total, "answer")}`),
          make("ul", { class: "premises" }, premise.answers.map((rows) => make("li", {}, rows.map(code)))));
      default:
        return make("code", {}, JSON.stringify(premise));
    }
  }

  function code({ relation, row }) {
    return make("code", {}, own(`${relation}(${row.map(literal).join(", ")})`));
  }

  function literal(value) {
    if (value === null) return "_";
    if (value === "Infinity" || value === "-Infinity") return value;
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  }

  // The words behind the ids of a fact.
  function behind({ relation, row }) {
    const kinds = facts.kinds[relation] ?? [];
    const found = kinds.map((kind, column) => facts.words[`${kind} ${row[column]}`]).filter(Boolean);
    return found.length ? make("ul", { class: "plain behind" }, found.map((one) => make("li", {},
      one.document == null ? own(one.text)
        : make("button", { type: "button", class: "quote", "data-document": one.document, "data-s": one.start, "data-e": one.end }, own(one.text))))) : "";
  }

  // --- views ------------------------------------------------------------------------------------

  const VIEWS = ["documents", "sources", "figures"];
  const heights = {};
  function openView(name) {
    const before = byId("page").dataset.view;
    if (before === name) return;
    heights[before] = scrollY;
    for (const view of VIEWS) {
      const tab = byId(`tab-${view}`);
      tab.setAttribute("aria-selected", String(view === name));
      tab.tabIndex = view === name ? 0 : -1;
      byId(`view-${view}`).hidden = view !== name;
    }
    byId("page").dataset.view = name;
    // Each view is where it was left; a first look begins at its top.
    if (before) scrollTo({ top: heights[name] ?? Math.min(scrollY, topOf(byId("text"))), behavior: "instant" });
  }

  function topOf(element) {
    return narrow.matches ? element.getBoundingClientRect().top + scrollY : 0;
  }

  byId("tabs").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = VIEWS.findIndex((view) => byId(`tab-${view}`) === document.activeElement);
    const next = VIEWS[(at + step + VIEWS.length) % VIEWS.length];
    openView(next);
    byId(`tab-${next}`).focus();
    event.preventDefault();
  });

  // --- light and dark ---------------------------------------------------------------------------

  const root = document.documentElement;
  function switchTheme() {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("checker-theme", root.dataset.theme); } catch { /* not kept */ }
  }
  try {
    const kept = localStorage.getItem("checker-theme");
    if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  } catch { /* not kept */ }

  // --- what is done -----------------------------------------------------------------------------

  function step(by) {
    if (!visible.length) return;
    const at = visible.indexOf(current);
    const next = at < 0 ? (by > 0 ? 0 : visible.length - 1) : Math.min(Math.max(at + by, 0), visible.length - 1);
    open(visible[next]);
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-finding],[data-step],[data-close],[data-rule],[role=tab],mark,.node,.quote,.place,[href^='#finding-']");
    if (target) act(target, event);
  });

  function act(target, event) {
    const data = target.dataset;
    if (target.matches("mark")) openMark(target);
    else if (data.finding) open(Number(data.finding), { focus: !target.closest("#list") });
    else if (data.step) {
      step(Number(data.step));
      byId("finding").querySelector(`[data-step="${data.step}"]`)?.focus();
    } else if (data.close !== undefined) close();
    else if (data.rule) choose("rule", data.rule);
    else if (target.matches("[role=tab]")) openView(target.id.slice(4));
    else if (data.speaker) choose("speaker", data.speaker);
    else if (data.s) showPlace(Number(data.document), Number(data.s), Number(data.e));
    else if (data.document) {
      openView("documents");
      show(byId(`document-${data.document}`), "start");
    } else if (target.matches("a")) event?.preventDefault();
  }

  // Clicking the same words again goes on to the next finding on them.
  function openMark(mark) {
    if (!getSelection().isCollapsed) return;
    const number = Number(mark.closest(".text").dataset.doc);
    const found = findingsAt(number, Number(mark.dataset.s));
    if (!found.length) return;
    const at = found.indexOf(current);
    open(found[(at + 1) % found.length], { scroll: false });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
    const typing = event.target.matches("input[type=search], textarea, select");
    if (event.key === "Escape") {
      if (typing) event.target.blur();
      else close();
      return;
    }
    if (typing) return;
    if ((event.key === "Enter" || event.key === " ") && event.target.matches(".node")) {
      act(event.target);
      event.preventDefault();
      return;
    }
    const keys = {
      j: () => step(1),
      k: () => step(-1),
      "/": () => byId("search").focus(),
      "?": () => byId("help").showModal(),
      d: switchTheme,
      1: () => openView("documents"),
      2: () => openView("sources"),
      3: () => openView("figures"),
    };
    if (Object.hasOwn(keys, event.key)) {
      keys[event.key]();
      event.preventDefault();
    }
  });

  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox") return;
    if (target.checked) chosen[target.name].add(target.value);
    else chosen[target.name].delete(target.value);
    filter();
  });
  let waiting = 0;
  byId("search").addEventListener("input", ({ target }) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      words = target.value.toLowerCase().split(/\s+/).filter(Boolean);
      filter();
    }, 60);
  });
  byId("clear").addEventListener("click", () => {
    clearFilters();
    byId("search").focus();
  });
  byId("theme").addEventListener("click", switchTheme);
  byId("help-open").addEventListener("click", () => byId("help").showModal());
  byId("help-close").addEventListener("click", () => byId("help").close());
  addEventListener("hashchange", openLinked);

  function openLinked() {
    const found = byFingerprint.get(location.hash.replace("#finding-", ""));
    if (found === undefined) return;
    if (!visible.includes(found)) clearFilters();
    openView("documents");
    open(found);
  }

  // A picture's lines stand out while one of their ends is pointed at.
  for (const picture of document.querySelectorAll(".sources svg[role]")) {
    const edges = [...picture.querySelectorAll("[data-nodes]")];
    const point = ({ target }) => {
      const node = target.closest(".node")?.dataset.node;
      picture.classList.toggle("pointed", Boolean(node));
      for (const edge of edges) edge.classList.toggle("near", Boolean(node) && edge.dataset.nodes.split(" ").includes(node));
    };
    for (const kind of ["mouseover", "focusin", "mouseleave", "focusout"]) picture.addEventListener(kind, point);
  }

  // On paper the findings that are shown stand behind the text, with all that they rest on.
  addEventListener("beforeprint", () => {
    byId("print").replaceChildren(make("h2", {}, "Findings"), ...visible.map((index) => {
      const finding = findings[index];
      const advice = finding.advice ?? ruleOf(finding).advice;
      const [kind, title] = head(finding, ruleOf(finding));
      return make("section", { class: "printed" }, kind, make("h3", {}, ...title.childNodes), sides(finding),
        advice ? make("p", { class: "small" }, own(advice)) : "");
    }));
  });
  addEventListener("afterprint", () => byId("print").replaceChildren());

  for (const id of ["tools", "findings", "tabs"]) byId(id).hidden = false;
  openView("documents");
  filter();
  openLinked();
})();
