// The page as a whole: it follows the meeting, and never takes away what somebody is writing.

let state = null;
let went = ""; // "ideas" or "frames" when somebody chose it; else the page follows the evening
let lastPhase = "";

const VIEWS = ["welcome", "frames", "ideas", "themes", "vote", "result", "next"];

function nowView() {
  const round = currentRound();
  if (underWay(round)) {
    return "vote";
  }
  if (state.phase === "dots") {
    return round && round.result ? "result" : "vote";
  }
  if (state.phase === "result") {
    return round && round.state === "sealed" && !round.result ? "vote" : "result";
  }
  return { frames: "welcome", welcome: "welcome", ideas: "ideas", themes: "themes", next_steps: "next" }[state.phase];
}

function view() {
  return went || nowView();
}

function question(round) {
  const number = round ? round.question : 1;
  const found = state.questions.find((one) => one.number === number) || state.questions[0];
  return found ? found.words : "";
}

function titles() {
  const round = currentRound();
  const shown = view();
  const meeting = state.title || say("meeting");
  if (shown === "frames") {
    return [say("frames_title"), meeting];
  }
  if (shown === "welcome") {
    return [meeting, state.host];
  }
  if (shown === "ideas") {
    return [(state.questions.length === 1 && question(null)) || say("phase_ideas"), say("idea_hint")];
  }
  if (shown === "themes") {
    return [say("phase_themes"), meeting];
  }
  if (shown === "vote") {
    return [question(round) || say("phase_dots"), round && round.state === "open" ? rules(round) : meeting];
  }
  return [say(shown === "next" ? "phase_next_steps" : "phase_result"), question(round) || meeting];
}

function rules(round) {
  if (round.kind === "agreement") {
    return say("how_far");
  }
  return round.cap ? say("put_dots_cap", { n: round.dots, cap: round.cap }, round.dots) : say("put_dots", {}, round.dots);
}

// A new state has come.
function arrived() {
  if (kept.meeting && kept.meeting !== state.meeting) {
    forgetAll();
    $("idea-words").value = "";
  }
  if (kept.meeting !== state.meeting) {
    kept.meeting = state.meeting;
    keep();
  }
  boardIdeas = boardIdeas.filter((idea) => state.board.indexOf(idea.number) >= 0);
  const phase = nowView();
  if (lastPhase && lastPhase !== phase) {
    movedOn(phase);
  }
  lastPhase = phase;
  started();
  drawAll();
  if (kept.hand && !lookedUp) {
    lookUp();
  }
}

// The evening went on. Whoever is writing goes on writing.
function movedOn(phase) {
  const writing = document.activeElement === $("idea-words") || $("idea-words").value.trim();
  if (lastPhase === "ideas" && !went && writing) {
    went = "ideas";
  } else if (went === "ideas" && phase === "ideas") {
    went = "";
  } else if (!went && $("view-" + lastPhase).contains(document.activeElement)) {
    window.setTimeout(() => $("title").focus(), 0);
  }
  announce(say("moved_on", { phase: titleFor(phase) }));
}

function titleFor(shown) {
  if (shown === "vote" && underWay(currentRound()) && currentRound().kind === "agreement") {
    return say("agreement");
  }
  const names = { welcome: "welcome", ideas: "phase_ideas", themes: "phase_themes", vote: "phase_dots", result: "phase_result", next: "phase_next_steps" };
  return say(names[shown]);
}

function started() {
  show($("moment"), false);
  show($("app"), true);
}

function drawAll() {
  if (!state) {
    return;
  }
  translateAll();
  const shown = view();
  const head = titles();
  put($("title"), words(head[0], "span"));
  put($("subtitle"), words(head[1], "span"));
  document.title = head[0];
  drawMark();
  drawLink();
  drawDoubt();
  drawNav(shown);
  VIEWS.forEach((name) => show($("view-" + name), name === shown));
  ({ welcome: drawWelcome, frames: drawFrames, ideas: drawIdeas, themes: drawThemes, vote: drawVote, result: drawResult, next: drawNext })[shown]();
  drawTable();
  if (document.querySelector("main details.ideas[open]")) {
    needBoard();
  }
}

function drawMark() {
  const round = currentRound();
  const marks = [];
  if (state.rehearsal) {
    marks.push(say("rehearsal"));
  }
  if (underWay(round) && round.practice) {
    marks.push(say("practice"));
  }
  if (kept.table) {
    marks.push(say("table", { n: kept.table }));
  }
  write($("mark"), marks.join(" "));
  show($("mark"), marks.length > 0);
}

function drawNav(shown) {
  const now = nowView();
  write($("go-now"), say("now") + ": " + titleFor(now));
  write($("go-ideas"), say("phase_ideas"));
  write($("go-frames"), say("phase_frames"));
  show($("go-ideas"), now !== "ideas" && (state.ideas_open || kept.ideas.length > 0));
  const current = went ? "go-" + went : "go-now";
  ["go-now", "go-ideas", "go-frames"].forEach((id) => {
    if (id === current) {
      $(id).setAttribute("aria-current", "true");
    } else {
      $(id).removeAttribute("aria-current");
    }
  });
}

function go(to) {
  went = to === "now" || (to === "ideas" && nowView() === "ideas") ? "" : to;
  drawAll();
  window.scrollTo(0, 0);
  $("title").focus();
}

// --- welcome and frames

function frameParts() {
  const frames = state.frames;
  const parts = [];
  ["purpose", "type", "influence", "fixed", "decides", "answer_by", "answer_where"].forEach((name) => {
    let said = name === "type" && frames.type ? say("type_" + frames.type) : spokenIn(frames[name]);
    if (!said && frames.unresolved.indexOf(name) >= 0) {
      said = say("not_settled");
    }
    if (said) {
      parts.push(make("dt", {}, say("frame_" + name)));
      parts.push(make("dd", { class: "words", dir: "auto" }, said));
    }
  });
  return parts;
}

function drawFrames() {
  draw($("frames"), state.frames, frameParts);
}

function drawWelcome() {
  draw($("welcome-frames"), state.frames, () => {
    const parts = frameParts();
    if (!parts.length) {
      return [];
    }
    const list = make("dl", {});
    parts.forEach((part) => list.appendChild(part));
    return [make("h2", {}, say("frames_title")), list];
  });
}

// --- one phone for a table

function beginTable(number) {
  kept.table = number;
  kept.hand = null;
  passed = false;
  keep();
  drawAll();
}

function drawTable() {
  show($("table-begin"), !kept.table && $("table-form").hidden);
  show($("table-leave"), Boolean(kept.table));
  if (kept.table) {
    show($("table-form"), false);
  }
  const tables = state.tables.length ? state.tables : Array.from({ length: 40 }, (unused, at) => at + 1);
  draw($("table-number"), tables, () => tables.map((number) =>
    make("option", { value: number }, say("table", { n: number }))));
}

// --- everything that can be pressed

function begin() {
  document.querySelectorAll("[data-go]").forEach((button) => {
    button.addEventListener("click", () => go(button.getAttribute("data-go")));
  });
  const words = $("idea-words");
  words.value = kept.draft;
  words.addEventListener("input", ideaTyped);
  $("idea-form").addEventListener("submit", ideaWritten);
  watch($("board"));
  $("slip-form").addEventListener("submit", useCode);
  $("slip-code").addEventListener("input", () => write($("slip-problem"), (slipProblem = "")));
  $("slip-other").addEventListener("click", otherSlip);
  $("ballot").addEventListener("submit", handIn);
  $("pass-on").addEventListener("click", passOn);
  $("language").addEventListener("click", () => {
    kept.lang = language() === "da" ? "en" : "da";
    keep();
    drawAll();
  });
  $("table-begin").addEventListener("click", () => {
    show($("table-form"), true);
    drawAll();
    $("table-number").focus();
  });
  $("table-form").addEventListener("submit", (event) => {
    event.preventDefault();
    beginTable(Number($("table-number").value));
    $("title").focus();
  });
  $("table-leave").addEventListener("click", () => {
    kept.table = 0;
    passed = false;
    keep();
    drawAll();
    $("title").focus();
  });
  $("forget").addEventListener("click", () => {
    show($("forget-sure"), true);
    $("forget-no").focus();
  });
  $("forget-no").addEventListener("click", () => {
    show($("forget-sure"), false);
    $("forget").focus();
  });
  $("forget-yes").addEventListener("click", () => {
    forgetAll();
    kept.meeting = state.meeting;
    keep();
    words.value = "";
    slipProblem = slipUsed = ballotProblem = "";
    show($("forget-sure"), false);
    drawAll();
    $("title").focus();
  });
  window.addEventListener("resize", () => {
    if (!$("ballot").hidden) {
      placeBar();
    }
  });
  window.addEventListener("hashchange", () => {
    readFragment();
    drawAll();
  });
  window.addEventListener("storage", (event) => {
    if (event.key === PLACE) {
      // Another tab of the same phone went on; what is written here stays.
      kept = Object.assign(readKept(), { draft: words.value });
      drawAll();
    }
  });
  readFragment();
  connect();
  sendAll();
}

begin();
