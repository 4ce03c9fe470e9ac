// Ideas: one box, the own ones with what became of them, and those that everybody may read.

const LONGEST = 500;
const MOST_BYTES = 3600;

let boardIdeas = [];
let boardAsked = "";
let ideaTimer = 0;
let ideaBusy = false;
let correcting = "";
let withdrawing = "";

function lengthOf(text) {
  return Array.from(text.normalize("NFC")).length;
}

// --- writing

function ideaTyped() {
  kept.draft = $("idea-words").value;
  write($("idea-problem"), "");
  drawRoom();
  window.clearTimeout(ideaTyped.timer);
  ideaTyped.timer = window.setTimeout(keep, 300);
}

function drawRoom() {
  const left = LONGEST - lengthOf($("idea-words").value);
  write($("idea-room"), left <= 100 && left >= 0 ? say("idea_left", {}, left) : "");
}

function ideaWritten(event) {
  event.preventDefault();
  const box = $("idea-words");
  const over = lengthOf(box.value) - LONGEST;
  if (!box.value.trim() || over > 0) {
    write($("idea-problem"), over > 0 ? say("idea_too_long", {}, over) : say("idea_empty"));
    box.setAttribute("aria-invalid", "true");
    box.focus();
    return;
  }
  box.removeAttribute("aria-invalid");
  const question = Number($("idea-question").value) || 1;
  kept.ideas.unshift({ key: newKey(), words: box.value, question: question, fate: "pending", table: kept.table });
  box.value = "";
  kept.draft = "";
  keep();
  drawRoom();
  announce(say("idea_sending"));
  sendIdeas();
  drawAll();
}

// --- sending, one after the other, until each is acknowledged

function sendIdeas() {
  window.clearTimeout(ideaTimer);
  if (ideaBusy) {
    return;
  }
  const next = kept.ideas.slice().reverse().find((idea) => idea.fate === "pending" || idea.change);
  if (!next) {
    return;
  }
  ideaBusy = true;
  const change = next.change;
  request("POST", "/ideas", ideaMessage(next), (status, answer) => {
    ideaBusy = false;
    const wait = ideaAnswered(next, change, status, answer || {});
    keep();
    drawAll();
    if (wait) {
      ideaTimer = window.setTimeout(sendIdeas, wait);
    } else {
      sendIdeas();
    }
  });
}

function ideaMessage(idea) {
  if (idea.fate === "pending") {
    const message = { key: idea.key, words: idea.words, question: idea.question };
    if (idea.table) {
      message.table = idea.table;
    } else if (kept.hand && kept.hand.known && !idea.nameless) {
      Object.assign(message, handFields(kept.hand));
    }
    return message;
  }
  return idea.change.words
    ? { key: idea.key, act: "correct", words: idea.change.words }
    : { key: idea.key, act: "withdraw" };
}

// What an answer means for an idea; gives the ms to wait before the next one is sent.
function ideaAnswered(idea, change, status, answer) {
  delete idea.problem;
  delete idea.wait;
  if (status === 200) {
    idea.number = answer.number;
    if (idea.fate === "pending") {
      idea.fate = "in";
      announce(say("idea_sent"));
    } else if (idea.change === change) {
      if (change.words) {
        idea.words = change.words;
      } else {
        idea.fate = "withdrawn";
      }
      delete idea.change;
    }
    return 0;
  }
  if (status === 429) {
    idea.problem = answer.problem === "waiting" ? "idea_waiting" : "idea_wait";
    idea.wait = answer.wait || 10;
    return 1000 * idea.wait;
  }
  if (status === 410 && kept.hand) {
    delete kept.hand.pass;
    return 1;
  }
  if (mayPass(status)) {
    idea.problem = status === 503 ? "paused" : "idea_retrying";
    return jitter(4000);
  }
  if (idea.fate !== "pending") {
    delete idea.change;
    idea.problem = "idea_shown_already";
    return 0;
  }
  if (/^(slip_|code_)/.test(answer.problem || "") && !idea.nameless) {
    idea.nameless = true;
    return 1;
  }
  idea.fate = "refused";
  idea.problem = say(answer.problem) ? answer.problem : "idea_refused";
  if (!kept.draft && answer.problem === "listening") {
    // The words go back into the box, to be sent when the round is over.
    kept.draft = $("idea-words").value = idea.words;
    kept.ideas = kept.ideas.filter((one) => one !== idea);
  }
  return 0;
}

// --- the own ideas

function fateOf(idea) {
  if (idea.problem) {
    return say(idea.problem, {}, idea.wait);
  }
  if (idea.fate === "pending" || idea.change) {
    return say("idea_sending");
  }
  if (idea.fate === "withdrawn") {
    return say("idea_withdrawn");
  }
  if (state.board.indexOf(idea.number) >= 0) {
    return say("idea_on_board");
  }
  return say(state.parked.indexOf(idea.number) >= 0 ? "idea_parked" : "idea_received");
}

function mayChange(idea) {
  return (
    idea.fate === "in" && !idea.change && state.board.indexOf(idea.number) < 0 &&
    state.parked.indexOf(idea.number) < 0
  );
}

function drawOwn() {
  show($("own"), kept.ideas.length > 0);
  const inputs = [kept.ideas, kept.ideas.map(fateOf), kept.ideas.map(mayChange), correcting, withdrawing];
  draw($("own-ideas"), inputs, () => kept.ideas.map(ownIdea));
}

function ownIdea(idea) {
  const item = make("li", { class: "note" });
  if (correcting === idea.key) {
    item.appendChild(correction(idea));
    return item;
  }
  item.appendChild(words(idea.words));
  item.appendChild(make("p", { class: "fate" }, fateOf(idea)));
  if (withdrawing === idea.key) {
    item.appendChild(make("p", { id: "sure-" + idea.key }, say("idea_withdraw_sure")));
    item.appendChild(make("div", { class: "acts" },
      make("button", { type: "button", id: "yes-" + idea.key, click: () => withdrawIdea(idea) }, say("idea_withdraw_yes")),
      make("button", { type: "button", click: () => turnTo("", "", idea) }, say("cancel"))));
  } else if (mayChange(idea)) {
    const short = idea.words.length > 40 ? idea.words.slice(0, 40) + "…" : idea.words;
    item.appendChild(make("div", { class: "acts" },
      make("button", { type: "button", id: "correct-" + idea.key, "aria-label": say("idea_correct_this", { words: short }),
        click: () => turnTo(idea.key, "", idea) }, say("idea_correct")),
      make("button", { type: "button", id: "withdraw-" + idea.key, "aria-label": say("idea_withdraw_this", { words: short }),
        click: () => turnTo("", idea.key, idea) }, say("idea_withdraw"))));
  }
  return item;
}

function turnTo(correct, withdraw, idea) {
  correcting = correct;
  withdrawing = withdraw;
  drawAll();
  const target = $("again-" + correct) || $("yes-" + withdraw) || $("correct-" + idea.key);
  if (target) {
    target.focus();
  }
}

function correction(idea) {
  const box = make("textarea", { id: "again-" + idea.key, rows: 4, dir: "auto", "aria-label": say("idea_label") });
  box.value = idea.words;
  const problem = make("p", { class: "problem", role: "alert" });
  const save = () => {
    const over = lengthOf(box.value) - LONGEST;
    if (!box.value.trim() || over > 0) {
      write(problem, over > 0 ? say("idea_too_long", {}, over) : say("idea_empty"));
      box.focus();
      return;
    }
    if (box.value !== idea.words) {
      idea.change = { words: box.value };
      keep();
      sendIdeas();
    }
    turnTo("", "", idea);
  };
  return make("div", {}, box, problem, make("div", { class: "acts" },
    make("button", { type: "button", click: save }, say("idea_save")),
    make("button", { type: "button", click: () => turnTo("", "", idea) }, say("cancel"))));
}

function withdrawIdea(idea) {
  idea.change = {};
  keep();
  turnTo("", "", idea);
  sendIdeas();
}

// --- what everybody may read

// Get the words of the ideas in sight when somebody wants to read them.
function needBoard() {
  const wanted = JSON.stringify([state.board, state.themes]);
  if (boardAsked === wanted) {
    return;
  }
  boardAsked = wanted;
  request("GET", "/ideas", null, (status, answer) => {
    if (status === 200) {
      boardIdeas = answer.ideas;
      drawAll();
    } else {
      boardAsked = "";
    }
  });
}

function ideaList(ideas) {
  const list = make("ul", { class: "plain" });
  ideas.forEach((idea) => {
    list.appendChild(make("li", {}, words(idea.words)));
  });
  return list;
}

function openings() {
  return Array.from(document.querySelectorAll("details.ideas"), (one) => one.open);
}

function watch(details) {
  details.addEventListener("toggle", () => {
    if (details.open) {
      needBoard();
    }
  });
  return details;
}

function ideasIn(id, ideas, count) {
  return watch(make("details", { id: id, class: "ideas" },
    make("summary", {}, say("ideas", {}, count)), ideaList(ideas)));
}

function drawIdeas() {
  const listening = state.listening && kept.hand && kept.hand.role && kept.hand.role !== "citizen";
  const late = state.phase !== "ideas" && state.phase !== "themes";
  let text = "";
  if (!state.ideas_open) {
    text = say(state.phase === "frames" || state.phase === "welcome" ? "ideas_later" : "ideas_closed");
  } else if (listening) {
    text = say("listening");
  } else if (state.silent) {
    text = say("silent");
  } else if (late) {
    text = say("ideas_late");
  }
  note($("ideas-note"), text);
  const draft = Boolean($("idea-words").value.trim());
  show($("idea-form"), (state.ideas_open && !listening) || draft);
  $("idea-form").querySelector("button").setAttribute("aria-disabled", String(!state.ideas_open || Boolean(listening)));
  draw($("idea-question"), state.questions, () => state.questions.map((question) =>
    make("option", { value: question.number }, question.words)));
  show($("idea-about"), state.questions.length > 1);
  drawRoom();
  drawOwn();
  show($("board"), state.board.length > 0 && !state.silent);
  write($("board-count"), say("on_board", {}, state.board.length));
  draw($("board-ideas"), boardIdeas, () => [ideaList(boardIdeas)]);
  if ($("board").open || openings().some(Boolean)) {
    needBoard();
  }
}

function drawThemes() {
  write($("themes-lead"), say(state.themes.length ? "themes_lead" : "themes_none"));
  draw($("themes"), [state.themes, boardIdeas], () => state.themes.map((theme) =>
    make("li", { class: "card" },
      make("h2", {}, words(say("theme_named", theme), "span")),
      ideasIn("theme-" + theme.letter, boardIdeas.filter((idea) => idea.theme === theme.letter), theme.ideas))));
}
