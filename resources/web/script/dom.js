// Elements and words. Whatever people wrote gets in as text, never as markup.

function $(id) {
  return document.getElementById(id);
}

function make(tag, attributes) {
  const made = document.createElement(tag);
  Object.keys(attributes || {}).forEach((name) => {
    const value = attributes[name];
    if (name === "class") {
      made.className = value;
    } else if (typeof value === "function") {
      made.addEventListener(name, value);
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  });
  for (let at = 2; at < arguments.length; at += 1) {
    const child = arguments[at];
    if (child !== null && child !== undefined && child !== "") {
      made.appendChild(child.nodeType ? child : document.createTextNode(String(child)));
    }
  }
  return made;
}

// Words of a citizen: their own direction, their own line breaks, and no way out of their box.
function words(text, tag) {
  return make(tag || "p", { class: "words", dir: "auto" }, text);
}

function put(parent) {
  while (parent.firstChild) {
    parent.removeChild(parent.firstChild);
  }
  for (let at = 1; at < arguments.length; at += 1) {
    if (arguments[at]) {
      parent.appendChild(arguments[at]);
    }
  }
}

function show(element, shown) {
  element.hidden = !shown;
}

function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
  return element;
}

function note(element, text, kind) {
  write(element, text || "");
  element.className = "notice" + (kind ? " " + kind : "");
  show(element, Boolean(text));
}

// Build a part of the page anew only when what it shows is different, and keep the focus.
const drawn = {};

function draw(element, inputs, build) {
  const signature = language() + JSON.stringify(inputs);
  if (drawn[element.id] === signature) {
    return;
  }
  drawn[element.id] = signature;
  const focused = element.contains(document.activeElement) ? document.activeElement.id : "";
  const open = Array.from(element.querySelectorAll("details[open]"), (one) => one.id);
  const parts = build();
  put.apply(null, [element].concat(parts));
  open.forEach((id) => {
    if (id && $(id)) {
      $(id).open = true;
    }
  });
  if (focused && $(focused)) {
    $(focused).focus();
  }
}

// --- language

const NORDIC = /^(da|nb|nn|no|sv|fo|kl|is)\b/i;

function language() {
  return kept.lang || (NORDIC.test(navigator.language || "da") ? "da" : "en");
}

// A sentence by its name; one form of two by `count`, and what stands in braces from `values`.
function say(name, values, count) {
  const spoken = WORDS[language()];
  const plain = state && state.children ? spoken.children[name] : undefined;
  let said = plain === undefined ? spoken[name] : plain;
  if (Array.isArray(said)) {
    said = said[count === 1 ? 0 : 1];
  }
  if (said === undefined) {
    return "";
  }
  return said.replace(/\{(\w+)\}/g, (whole, key) => {
    const value = key === "n" && count !== undefined && !(values && "n" in values) ? count : values[key];
    return typeof value === "number" ? value.toLocaleString(language()) : String(value);
  });
}

// A value that the server wrote in every language, or a plain one.
function spokenIn(value) {
  return value && typeof value === "object" ? value[language()] || "" : value || "";
}

let saidTimer = 0;

// Tell a screen reader, politely.
function announce(text) {
  window.clearTimeout(saidTimer);
  write($("said"), "");
  saidTimer = window.setTimeout(() => write($("said"), text), 100);
}

function translateAll() {
  document.documentElement.lang = language();
  document.querySelectorAll("[data-text]").forEach((element) => {
    write(element, say(element.getAttribute("data-text")));
  });
  document.querySelectorAll("[data-label]").forEach((element) => {
    element.setAttribute("aria-label", say(element.getAttribute("data-label")));
  });
  const other = language() === "da" ? "en" : "da";
  const button = $("language");
  button.lang = other;
  write(button, other === "da" ? "Dansk" : "English");
}
