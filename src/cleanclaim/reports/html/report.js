
// A row is read by position: see `entry` in entries.py.
const FIELDS = ["rule", "severity", "message", "file", "payer", "provider", "at", "excerpt", "advice", "note", "elsewhere"];
const PAGE = 100; // findings drawn at once; more are drawn as the reader comes to them
const OPEN_UP_TO = 50; // a short list is shown open

const kept = read("kept");
const findings = read("findings").map((row) => Object.fromEntries(row.map((value, at) => [FIELDS[at], value])));

// What is asked for: the search, the severities, the SNIP level, and one row of each summary.
const asked = { words: [], severities: new Set([0, 1, 2]), snip: "", rule: null, file: null, payer: null, provider: null };
const KINDS = {
  rule: { title: "Rule", name: (key) => key, more: (key) => kept.rules[key].title },
  file: { title: "File", name: (key) => kept.names.file[key] ?? "no file" },
  payer: { title: "Payer", name: (key) => kept.names.payer[key] ?? "not in a claim" },
  provider: { title: "Billing provider", name: (key) => kept.names.provider[key] ?? "not in a claim" },
};

for (const finding of findings) {
  const [, , segment, element, loop, claim, line] = finding.at;
  const where = [claim ? `claim ${claim}` : "", line ? `line ${line}` : "", loop ? `loop ${loop}` : "", segment ? `segment ${segment}` : "", element];
  finding.where = where.filter(Boolean).join(" · ");
  const said = [finding.rule, SEVERITIES[finding.severity], finding.message, kept.rules[finding.rule].title, kept.names.file[finding.file] ?? "", where.join(" ")];
  finding.text = said.join(" \u0000 ").toLowerCase();
}

function matches(finding) {
  if (!asked.severities.has(finding.severity)) return false;
  if (asked.snip && String(kept.rules[finding.rule].snip) !== asked.snip) return false;
  for (const kind of Object.keys(KINDS)) if (asked[kind] !== null && finding[kind] !== asked[kind]) return false;
  return asked.words.every((word) => says(finding.text, word));
}

// Summary --------------------------------------------------------------------------------------

let tab = "rule";

function tally(kind) {
  const rows = new Map();
  for (const finding of findings) {
    if (!rows.has(finding[kind])) rows.set(finding[kind], [0, 0, 0]);
    rows.get(finding[kind])[finding.severity] += 1;
  }
  const gravest = ([, a], [, b]) => b[0] - a[0] || b[1] - a[1] || b[2] - a[2];
  return [...rows].sort(gravest);
}

function drawSummary() {
  byId("summary").dataset.kind = tab;
  const kind = KINDS[tab];
  const rows = tally(tab);
  const head = [kind.title, ...(kind.more ? ["What it says"] : []), "Errors", "Warnings", "Infos"];
  const numbers = head.length - 3;
  const table = make("table", {},
    make("thead", {}, make("tr", {}, ...head.map((text, at) => make("th", { scope: "col", text, class: at >= numbers ? "number" : null })))),
    make("tbody", {}, ...rows.map(([key, counts]) => make("tr", { class: asked[tab] === key ? "on" : null },
      make("td", {}, make("button", { type: "button", text: kind.name(key), "aria-pressed": String(asked[tab] === key), onclick: () => choose(tab, key) })),
      ...(kind.more ? [make("td", { text: kind.more(key) })] : []),
      ...counts.map((count) => make("td", { class: "number", text: count ? number(count) : "" }))))));
  byId("summary").replaceChildren(rows.length ? table : make("p", { text: "Nothing was found." }));
  for (const button of byId("tabs").children) button.setAttribute("aria-pressed", String(button.dataset.kind === tab));
}

function choose(kind, key) {
  asked[kind] = asked[kind] === key ? null : key;
  drawSummary();
  drawList();
}

// One finding -----------------------------------------------------------------------------------

function drawCode(text, carets) {
  const code = make("code");
  let at = 0;
  const letters = [...text];
  for (const [start, length, , primary] of [...carets].sort((a, b) => a[0] - b[0])) {
    if (start < at) continue;
    code.append(letters.slice(at, start).join(""), make("mark", { class: primary ? "primary" : null, text: letters.slice(start, start + length).join("") }));
    at = start + length;
  }
  code.append(letters.slice(at).join(""));
  return code;
}

function drawExcerpt(lines) {
  const width = Math.max(...lines.map(([segment]) => String(segment || "").length), 1);
  const box = make("pre", { tabindex: "0", "aria-label": "the segments" });
  let before = 0;
  for (const [segment, text, carets] of lines) {
    if (before && segment > before + 1) box.append(make("span", { class: "gutter", text: `${"…".padStart(width)} |\n` }));
    before = segment || before;
    box.append(make("span", { class: "gutter", text: `${String(segment || "").padStart(width)} | ` }), drawCode(text, carets), "\n");
    for (const [start, length, label, primary] of carets) {
      const drawn = " ".repeat(start) + (primary ? "^" : "-").repeat(length) + (label ? ` ${label}` : "");
      box.append(make("span", { class: "gutter", text: `${" ".repeat(width)} | ` }), make("span", { class: primary ? "caret primary" : "caret", text: drawn }), "\n");
    }
  }
  return box;
}

function drawBody(finding) {
  const rule = kept.rules[finding.rule];
  const terms = [];
  const term = (name, ...content) => terms.push(make("dt", { text: name }), make("dd", {}, ...content));
  if (finding.advice) term("What to do", finding.advice);
  if (rule.help && rule.help !== finding.advice) term("Why", rule.help);
  for (const place of finding.elsewhere) term("Also", place);
  if (finding.note) term("Decided by", finding.note);
  if (rule.codes) term("Reported as", rule.codes);
  for (const [title, url] of rule.references) term("Source", url ? make("a", { href: url, rel: "noreferrer noopener", target: "_blank", text: title }) : title);
  term("Rule", `${finding.rule} · ${rule.title} · SNIP level ${rule.snip}`);
  return make("div", { class: "body" }, ...(finding.excerpt.length ? [drawExcerpt(finding.excerpt)] : []), make("dl", {}, ...terms));
}

function drawFinding(finding) {
  const severity = SEVERITIES[finding.severity];
  const [line, column] = finding.at;
  const file = kept.names.file[finding.file];
  const place = [file ? `${file}:${line}:${column}` : "", finding.where].filter(Boolean).join(" · ");
  const node = make("details", { class: `finding ${severity}` },
    make("summary", {}, make("span", { class: "severity", text: `${finding.rule} ${severity}` }), ` ${finding.message}`, make("span", { class: "place", text: place })));
  const fill = () => node.open && node.children.length === 1 && node.append(drawBody(finding));
  node.addEventListener("toggle", fill);
  node.fill = fill;
  return node;
}

// The list --------------------------------------------------------------------------------------

let found = findings;
let drawn = 0;
let open = findings.length <= OPEN_UP_TO;
const list = byId("list");

function drawMore(upTo) {
  const nodes = found.slice(drawn, upTo).map(drawFinding);
  for (const node of nodes) if (open) { node.open = true; node.fill(); }
  drawn += nodes.length;
  list.append(...nodes);
  byId("more").textContent = drawn < found.length ? `${number(found.length - drawn)} more below` : "";
}

function drawList() {
  found = findings.filter(matches);
  drawn = 0;
  list.replaceChildren();
  drawMore(PAGE);
  byId("count").textContent = found.length === findings.length ? counted(found.length, "finding") : `${number(found.length)} of ${counted(findings.length, "finding")}`;
  const chosen = Object.keys(KINDS).filter((kind) => asked[kind] !== null);
  byId("chosen").replaceChildren(...chosen.map((kind) => make("button", { type: "button", text: `${KINDS[kind].title}: ${KINDS[kind].name(asked[kind])} ✕`, "aria-label": `show all again, not only ${KINDS[kind].name(asked[kind])}`, onclick: () => choose(kind, asked[kind]) })));
}

function setOpen(value) {
  open = value;
  for (const node of list.children) { node.open = value; node.fill(); }
}

function step(by) {
  const nodes = [...list.children];
  const at = nodes.findIndex((node) => node.contains(document.activeElement));
  const next = Math.min(Math.max(at + by, 0), found.length - 1);
  if (next >= drawn) drawMore(next + PAGE);
  list.children[next]?.firstElementChild.focus();
}

function clear() {
  Object.assign(asked, { words: [], severities: new Set([0, 1, 2]), snip: "", rule: null, file: null, payer: null, provider: null });
  byId("filters").reset();
  drawSummary();
  drawList();
}

// The page --------------------------------------------------------------------------------------

for (const [kind, { title }] of Object.entries(KINDS)) {
  byId("tabs").append(make("button", { type: "button", "data-kind": kind, text: `By ${title.toLowerCase()}`, onclick: () => { tab = kind; drawSummary(); } }));
}
SEVERITIES.forEach((severity, at) => {
  const change = (event) => { if (event.target.checked) asked.severities.add(at); else asked.severities.delete(at); drawList(); };
  byId("severities").append(make("label", {}, make("input", { type: "checkbox", checked: true, value: severity, onchange: change }), `${severity}s`));
});
for (const level of [...new Set(findings.map((finding) => kept.rules[finding.rule].snip))].sort()) {
  byId("snip").append(make("option", { value: level, text: level }));
}
byId("snip").addEventListener("change", (event) => { asked.snip = event.target.value; drawList(); });
listen({ search: (words) => { asked.words = words; drawList(); }, clear, keys: { j: () => step(1), k: () => step(-1) } });
byId("expand").addEventListener("click", () => setOpen(true));
byId("collapse").addEventListener("click", () => setOpen(false));
new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting) && drawn < found.length) drawMore(drawn + PAGE); }, { rootMargin: "600px" }).observe(byId("more"));
window.addEventListener("beforeprint", () => { drawMore(found.length); setOpen(true); });
tellClosing(kept.closing);
drawSummary();
drawList();
document.documentElement.dataset.ready = "yes";
