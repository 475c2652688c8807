"use strict";
// What the pages share: reading their data, numbers in words, and making elements without any markup in text.

const SEVERITIES = ["error", "warning", "info"];
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const byId = (id) => document.getElementById(id);
const number = (value) => value.toLocaleString("en-US");
const counted = (value, noun) => `${number(value)} ${noun}${value === 1 ? "" : "s"}`;

function make(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

// The words that are searched; a number stays with the word before it.
function searched(text) {
  return text.toLowerCase().split(/ +(?=[^\d]|$)/).filter(Boolean);
}

// `claim 1` is not found in `claim 12`.
function says(text, word) {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/\d$/.test(word) || !/\d/.test(text[at + word.length] ?? "")) return true;
  }
  return false;
}

// What was found and read; what was not checked is a long list, and folded.
function tellClosing([verdict, all]) {
  const [files, bytes, ...more] = all.split("; ");
  byId("verdict").textContent = verdict;
  byId("read").textContent = [files, bytes].filter(Boolean).join("; ");
  byId("unchecked").hidden = more.length === 0;
  byId("unchecked").append(...more.map((text) => make("p", { text })));
  window.addEventListener("beforeprint", () => { byId("unchecked").open = true; });
}

// The search, and the keys: Escape clears everything, `/` searches, others are the page's own.
function listen({ search, clear, keys }) {
  let waiting = 0;
  byId("search").addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => search(searched(event.target.value)), 120);
  });
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { clear(); event.target.blur(); }
    else if (event.target.matches("input[type=search], select")) return;
    else if (event.key === "/") { event.preventDefault(); byId("search").focus(); }
    else if (Object.hasOwn(keys, event.key)) keys[event.key]();
  });
}
