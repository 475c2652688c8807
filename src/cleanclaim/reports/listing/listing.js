
// A row is read by position: see `entry` in entries.py.
const FIELDS = ["number", "depth", "text", "shape", "remark", "heading", "claim", "line", "loop", "found"];
const CHUNK = 300; // rows drawn at once; more are drawn as the reader comes to them

const kept = read("kept");
const rows = read("rows").map((row) => Object.fromEntries(row.map((value, at) => [FIELDS[at], value])));
const asked = { words: [], names: kept.names, found: false };
const byNumber = new Map();
const withFindings = [];
rows.forEach((row, at) => {
  row.at = at;
  if (row.number) byNumber.set(row.number, at);
  if (row.found.length) withFindings.push(at);
});

function separators(at) {
  let found = kept.separators[0];
  for (const from of kept.separators) if (from[0] <= at) found = from;
  return found;
}

// What can be searched of a row: its place, its text and words, its findings.
function words(row) {
  if (row.words === undefined) {
    const shape = kept.shapes[row.shape];
    const place = [row.number ? `segment ${row.number}` : "", row.claim ? `claim ${row.claim}` : "", row.line ? `line ${row.line}` : "", row.loop ? `loop ${row.loop}` : ""];
    const found = row.found.map(([rule, severity, message]) => `${rule} ${SEVERITIES[severity]} ${message}`);
    row.words = [...place, row.text, shape ? shape.title : row.remark, row.heading, ...found].join(" \u0000 ").toLowerCase();
  }
  return row.words;
}

function matches(row) {
  return (!asked.found || row.found.length > 0) && asked.words.every((word) => says(words(row), word));
}

// One row ---------------------------------------------------------------------------------------

// The elements of a row, or their components: where each begins and ends, its place, name and meaning.
function pieces(row) {
  const shape = kept.shapes[row.shape];
  if (!shape) return [];
  const [, element, component, terminator] = separators(row.at);
  const body = row.text.endsWith(terminator) ? row.text.slice(0, -terminator.length) : row.text;
  const out = [];
  let at = 0;
  body.split(element).forEach((value, number) => {
    const told = shape.elements[number];
    const name = (index) => `${shape.id}${String(number).padStart(2, "0")}${index ? `-${index}` : ""}`;
    const one = ([words, codes], value, start, index) => value && out.push({ start, end: start + value.length, place: name(index), name: words, value, meaning: codes >= 0 ? kept.codes[codes][value] ?? "" : "" });
    if (number && told && Array.isArray(told[0]) && !value.includes("…")) {
      let start = at;
      value.split(component).forEach((part, index) => {
        one(told[index] ?? ["", -1], part, start, index + 1);
        start += part.length + component.length;
      });
    } else if (number) one(told && !Array.isArray(told[0]) ? told : ["", -1], value, at, 0);
    at += value.length + element.length;
  });
  return out;
}

function drawText(row, told) {
  const code = make("code", { class: "text" });
  const carets = row.found.flatMap(([, , , carets]) => carets);
  const cuts = new Set([0, row.text.length]);
  for (const { start, end } of told) cuts.add(start).add(end);
  for (const [start, length] of carets) cuts.add(start).add(Math.min(start + length, row.text.length));
  const stops = [...cuts].sort((a, b) => a - b);
  stops.slice(0, -1).forEach((start, at) => {
    const text = row.text.slice(start, stops[at + 1]);
    const piece = told.find((one) => one.start <= start && start < one.end);
    const over = carets.filter(([from, length]) => from <= start && start < from + length);
    const title = piece && piece.name ? `${piece.place} ${piece.name}${piece.meaning ? `: ${piece.meaning}` : ""}` : null;
    if (over.length) code.append(make("mark", { class: over.some(([, , , primary]) => primary) ? "primary" : null, title, text }));
    else if (title) code.append(make("span", { title, text }));
    else code.append(text);
  });
  return code;
}

function drawElements(told) {
  const list = make("dl", { class: "elements" });
  for (const { place, name, value, meaning } of told) {
    list.append(make("dt", { text: place }), make("dd", { class: "name", text: name }), make("dd", { text: meaning ? `${value} (${meaning})` : value }));
  }
  return list;
}

function drawFinding([rule, severity, message, carets, elsewhere, said]) {
  const name = SEVERITIES[severity];
  const terms = make("dl");
  const label = carets.filter(([, , label]) => label).map(([, , label, primary]) => make("span", { class: primary ? "caret primary" : "caret", text: `${primary ? "^" : "-"} ${label}` }));
  for (const [words, segment, element] of elsewhere) {
    terms.append(make("dt", { text: words }), make("dd", {}, make("button", { type: "button", text: `segment ${segment}${element ? ` · ${element}` : ""}`, onclick: () => go(byNumber.get(segment)) })));
  }
  for (const [words, text] of said) terms.append(make("dt", { text: words }), make("dd", { text }));
  return make("div", { class: `below ${name}`, tabindex: "-1" }, make("p", {}, make("span", { class: `severity`, text: `${rule} ${name}` }), ` ${message}`), ...label.map((node) => make("p", {}, node)), terms);
}

function drawRow(row) {
  const told = pieces(row);
  const shape = kept.shapes[row.shape];
  const body = make("div", { class: `d${Math.min(row.depth, 8)}` }, drawText(row, told));
  const remark = shape ? shape.title : row.remark;
  if (remark) body.append(make("span", { class: "remark", text: remark }));
  if (asked.names && told.length) body.append(drawElements(told));
  body.append(...row.found.map(drawFinding));
  const place = row.line ? `${row.claim}.${row.line}` : row.claim || "";
  const number = row.number ? make("a", { href: `#s${row.number}`, text: row.number, title: `segment ${row.number}` }) : "";
  const where = [row.claim ? `claim ${row.claim}` : "", row.line ? `line ${row.line}` : "", row.loop ? `loop ${row.loop}` : ""].filter(Boolean).join(", ");
  const node = make("div", { class: shape ? "row" : "row odd", "data-at": row.at }, make("span", { class: "number" }, number), make("span", { class: "place mono", text: place, title: where || null }), body);
  if (!row.heading) return [node];
  const heading = make("div", { class: "row" }, make("span"), make("span"), make("div", { class: `heading d${Math.min(row.depth - 1, 8)}`, text: row.heading }));
  return [heading, node];
}

// The list --------------------------------------------------------------------------------------

const list = byId("list");
let view = []; // the rows that were asked for, by their place in the file
let first = 0; // drawn are those of the view from `first` up to `last`
let last = 0;
let at = -1; // the finding that the reader went to last, by its place in `withFindings`

function drawMore(count = CHUNK) {
  const to = Math.min(last + count, view.length);
  list.append(...view.slice(last, to).flatMap((index) => drawRow(rows[index])));
  last = to;
  tell();
}

function drawAbove() {
  const from = Math.max(first - CHUNK, 0);
  const height = document.documentElement.scrollHeight;
  list.prepend(...view.slice(from, first).flatMap((index) => drawRow(rows[index])));
  first = from;
  tell();
  window.scrollBy(0, document.documentElement.scrollHeight - height);
}

function tell() {
  byId("above").textContent = first ? `${number(first)} more above` : "";
  byId("more").textContent = last < view.length ? `${number(view.length - last)} more below` : "";
}

function drawFrom(place) {
  first = last = Math.max(Math.min(place, view.length - 1), 0);
  list.replaceChildren();
  drawMore();
}

function drawList() {
  view = rows.filter(matches).map((row) => row.at);
  byId("count").textContent = view.length === rows.length ? counted(rows.length, "row") : `${number(view.length)} of ${counted(rows.length, "row")}`;
  drawFrom(0);
}

function nodeOf(index) {
  return list.querySelector(`[data-at="${index}"]`);
}

// Bring a row into sight, whatever was asked for before.
function go(index) {
  if (index === undefined) return;
  if (!view.includes(index)) clear();
  const place = view.indexOf(index);
  if (place < first || place >= last) drawFrom(Math.max(place - 20, 0));
  for (const old of list.querySelectorAll(".at")) old.classList.remove("at");
  const node = nodeOf(index);
  node.classList.add("at");
  node.scrollIntoView({ block: "center" });
  (node.querySelector(".below") ?? node.querySelector("a") ?? node).focus({ preventScroll: true });
}

function step(by) {
  if (!withFindings.length) return;
  at = Math.min(Math.max(at + by, 0), withFindings.length - 1);
  go(withFindings[at]);
}

function setNames(value) {
  asked.names = value;
  byId("names").checked = value;
  const shown = first;
  drawFrom(shown);
}

function clear() {
  asked.words = [];
  asked.found = false;
  byId("search").value = "";
  byId("found").checked = false;
  drawList();
}

// The page --------------------------------------------------------------------------------------

listen({
  search: (words) => { asked.words = words; drawList(); },
  clear,
  keys: { j: () => step(1), k: () => step(-1), n: () => setNames(!asked.names) },
});
byId("names").addEventListener("change", (event) => setNames(event.target.checked));
byId("found").addEventListener("change", (event) => { asked.found = event.target.checked; drawList(); });
byId("next").addEventListener("click", () => step(1));
byId("before").addEventListener("click", () => step(-1));
byId("next").disabled = byId("before").disabled = !withFindings.length;
function follow() {
  const named = /^#s(\d+)$/.exec(window.location.hash);
  if (named) go(byNumber.get(Number(named[1])));
}
window.addEventListener("hashchange", follow);
const watch = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    if (target === byId("more") && last < view.length) drawMore();
    if (target === byId("above") && first > 0) drawAbove();
  }
}, { rootMargin: "600px" });
watch.observe(byId("more"));
watch.observe(byId("above"));
window.addEventListener("beforeprint", () => { if (first) drawFrom(0); drawMore(view.length); });
tellClosing(kept.closing);
byId("names").checked = asked.names;
drawList();
follow();
document.documentElement.dataset.ready = "yes";
