// The result, the own dot codes on the public list, and what comes after.

let stubs = null;
let stubsAsked = "";
let stubsTimer = 0;

function resultOf(round) {
  return round.result || null;
}

function seenResults() {
  return state.rounds.filter((round) => round.result).reverse();
}

function drawResult() {
  needStubs();
  draw($("results"), [seenResults(), kept.ballots, stubs, state.questions.length], () => {
    const found = seenResults();
    return found.length ? found.map(resultOfRound) : [make("p", {}, say("result_soon"))];
  });
}

function resultOfRound(round) {
  const made = make("div", {}, make("h2", {}, say(round.kind === "agreement" ? "result_answers" : "result")));
  if (round.practice) {
    made.appendChild(make("p", { class: "mark" }, say("practice")));
  }
  const all = round.handed_out;
  made.appendChild(make("p", { class: "turnout" }, all === null || round.cast > all
    ? say("turnout", {}, round.cast) : say("turnout_of", { n: round.cast, all: all }, all)));
  if (round.kind === "agreement") {
    round.result.answers.forEach((answer) => made.appendChild(answerLine(answer)));
    return made;
  }
  const most = Math.max.apply(null, round.result.places.map((place) => place.dots).concat(1));
  round.result.places.forEach((place) => made.appendChild(placeLine(place, most, round.result)));
  made.appendChild(make("p", { class: "quiet" }, spokenIn(round.result.unused) + ". " + spokenIn(round.result.blank) + "."));
  if (round.result.open_access) {
    made.appendChild(make("p", {}, say("open_access")));
  }
  made.appendChild(make("p", {}, say("advisory") + "."));
  ownDots(round).forEach((part) => made.appendChild(part));
  made.appendChild(make("p", { class: "quiet" }, say("support_note")));
  made.appendChild(make("p", { class: "quiet" }, say("present_note")));
  return made;
}

function placeLine(place, most, result) {
  const persons = say("persons", {}, place.persons);
  const rank = place.shared ? say("shared", { place: place.rank }) + " ·" : String(place.rank);
  const fill = make("div", { class: "fill" });
  fill.style.width = Math.max(0, (100 * place.dots) / most) + "%";
  const line = make("div", { class: "place" + (place.rank <= 3 ? " top" : "") },
    make("div", { class: "line" },
      make("h3", { class: "title" }, rank + " ", words(titleOf(place), "span")),
      make("span", { class: "numbers" }, say("dots", {}, place.dots) + " · " +
        (result.at_least ? say("at_least", { count: persons }) : persons))),
    make("div", { class: "track", "aria-hidden": "true" }, fill));
  if (place.tables !== null) {
    const support = say("support_at", { n: place.support, all: place.tables }, place.tables);
    line.appendChild(make("p", { class: "quiet" },
      support + (place.corrected ? " (" + say("before_correction") + ")" : "")));
  }
  if (place.corrected) {
    line.appendChild(make("p", { class: "quiet" }, say("corrected")));
  }
  return line;
}

function answerLine(answer) {
  const list = make("ul", { class: "plain" });
  const most = Math.max.apply(null, answer.counts.concat(1));
  STEPS.forEach((step, at) => {
    const fill = make("div", { class: "fill" });
    fill.style.width = (100 * answer.counts[at]) / most + "%";
    list.appendChild(make("li", {},
      make("div", { class: "line" }, make("span", { class: "title" }, say("step_" + step) + " "),
        make("span", { class: "numbers" }, answer.counts[at])),
      make("div", { class: "track", "aria-hidden": "true" }, fill)));
  });
  return make("div", { class: "place top" }, make("h3", {}, words(titleOf(answer), "span")), list,
    answer.objections ? make("p", { class: "quiet" }, say("objections", {}, answer.objections)) : null);
}

// --- are my dots on the list?

function needStubs() {
  const wanted = JSON.stringify(seenResults().map((round) => [round.key, round.cast]));
  if (stubsAsked === wanted || wanted === "[]") {
    return;
  }
  stubsAsked = wanted;
  window.clearTimeout(stubsTimer);
  // Everybody gets the result at once; they need not all ask at once.
  stubsTimer = window.setTimeout(getStubs, Math.random() * 3000);
}

function getStubs() {
  request("GET", "/stubs", null, (status, answer) => {
    if (status === 200) {
      stubs = answer.rounds;
    } else {
      stubsAsked = "";
      stubsTimer = window.setTimeout(drawAll, jitter(4000));
    }
    drawAll();
  });
}

function ownBallots(round) {
  return Object.keys(kept.ballots).map((name) => kept.ballots[name])
    .filter((ballot) => ballot.round === round.key && ballot.fate === "in");
}

function ownDots(round) {
  const list = stubs && stubs[round.key];
  const own = {};
  ownBallots(round).forEach((ballot) => {
    Object.keys(ballot.codes || {}).forEach((number) => {
      own[ballot.codes[number]] = [Number(number), ballot.sent.dots[number]];
    });
  });
  const codes = Object.keys(own);
  const parts = [];
  if (codes.length && !list) {
    parts.push(make("p", { class: "quiet" }, say("own_looking")));
  } else if (codes.length) {
    const found = list.filter((line) => own[line[0]] && own[line[0]][0] === line[1] && own[line[0]][1] === line[2]);
    if (found.length === codes.length) {
      parts.push(make("h2", {}, say("own_title")));
      parts.push(make("p", { class: "notice good" }, say("own_found", { codes: codes.join(", ") }, codes.length)));
    } else {
      parts.push(make("p", { class: "notice bad" }, say("own_missing", { n: found.length, all: codes.length })));
    }
  }
  if (list && list.length) {
    parts.push(stubList(round, list, own));
  }
  return parts;
}

function stubList(round, list, own) {
  const titles = {};
  round.result.places.forEach((place) => {
    titles[place.number] = titleOf(place);
  });
  const details = make("details", { id: "list-" + round.key }, make("summary", {}, say("list")));
  details.addEventListener("toggle", () => {
    if (!details.open || details.lastChild.tagName === "TABLE") {
      return;
    }
    details.appendChild(make("p", { class: "quiet" }, say("list_lead")));
    const body = make("tbody", {});
    list.forEach((line) => body.appendChild(make("tr", {},
      make("td", { class: own[line[0]] ? "own" : "" }, line[0]), make("td", {}, words(titles[line[1]] || "", "span")),
      make("td", {}, line[2]))));
    details.appendChild(make("table", {}, make("thead", {}, make("tr", {},
      make("th", { scope: "col" }, say("code")), make("th", { scope: "col" }, say("proposal")),
      make("th", { scope: "col" }, say("dots_heading")))), body));
  });
  return details;
}

// --- next steps, the answer, and what became of it

function drawNext() {
  show($("next-none"), !state.next_steps.length);
  draw($("next-steps"), state.next_steps, () => state.next_steps.map((step) => {
    const item = make("li", { class: "card" });
    if (step.proposal) {
      item.appendChild(make("h2", {}, words(step.proposal, "span")));
    }
    item.appendChild(words(step.action));
    const lines = [["responsible", "who", step.responsible], ["deadline", "when", spokenIn(step.deadline)], ["effect", "effect", step.effect]];
    lines.filter((line) => line[2]).forEach((line) => {
      item.appendChild(words(say(line[0], { [line[1]]: line[2] })));
    });
    return item;
  }));
  draw($("answer"), [state.frames.answer_by, state.frames.answer_where, state.frames.follow, state.frames.unresolved, state.ended], answerParts);
  draw($("decisions"), state.decisions, () => state.decisions.length
    ? [make("h2", {}, say("decisions"))].concat(state.decisions.map((decision) => make("div", { class: "card" },
      words(decision.words), decision.reason ? words(say("because", { reason: decision.reason })) : null)))
    : []);
  draw($("follow-ups"), state.follow_ups, () => state.follow_ups.length
    ? [make("h2", {}, say("follow_ups"))].concat(state.follow_ups.map((told) => make("div", { class: "card" },
      make("h3", {}, words(told.proposal || say("masked"), "span")), words(spokenIn(told.progress)),
      told.effect ? words(say("effect_now", { effect: told.effect })) : null,
      make("p", { class: "quiet" }, spokenIn(told.date)))))
    : []);
  needStubs();
  draw($("next-results"), [seenResults(), kept.ballots, stubs], () => seenResults().map(resultOfRound));
}

function answerParts() {
  const frames = state.frames;
  const by = spokenIn(frames.answer_by) || (frames.unresolved.indexOf("answer_by") >= 0 ? say("not_settled") : "");
  const parts = [];
  if (by || frames.answer_where) {
    parts.push(make("h2", {}, say("answer_title")));
    parts.push(by ? words(by) : null);
    parts.push(frames.answer_where ? words(frames.answer_where) : null);
  }
  if (frames.follow) {
    parts.push(make("p", {}, make("a", { href: frames.follow, target: "_blank", rel: "noopener noreferrer", class: "follow" },
      say("follow"))));
  }
  if (state.ended) {
    parts.push(make("p", { class: "notice good" }, say("thanks")));
  }
  return parts.filter(Boolean);
}
