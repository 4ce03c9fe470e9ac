// What this phone keeps: own drafts, keys and codes, the language that was chosen, and how far the
// journal had come. Nothing else.

const PLACE = "moede";

function nothingKept() {
  return { meeting: "", lang: "", draft: "", ideas: [], hand: null, ballots: {}, table: 0, device: "", head: null };
}

let kept = readKept();

function readKept() {
  try {
    const found = JSON.parse(window.localStorage.getItem(PLACE));
    return Object.assign(nothingKept(), found);
  } catch (error) {
    return nothingKept();
  }
}

function keep() {
  try {
    window.localStorage.setItem(PLACE, JSON.stringify(kept));
  } catch (error) {
    // A private window keeps nothing; then it lasts as long as the page.
  }
}

function forgetAll() {
  const lang = kept.lang;
  kept = nothingKept();
  kept.lang = lang;
  try {
    window.localStorage.removeItem(PLACE);
  } catch (error) {
    // There was nothing to remove.
  }
  keep();
}

// A name for one message that nobody else can guess; works without a secure context.
function newKey() {
  const bytes = new Uint8Array(16);
  (window.crypto || window.msCrypto).getRandomValues(bytes);
  return Array.from(bytes, (byte) => ("0" + byte.toString(16)).slice(-2)).join("");
}
