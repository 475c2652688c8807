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
