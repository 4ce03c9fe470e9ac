// Dots and answers: put, handed in, changed and handed in again, until the vote is closed.

const STEPS = ["fully", "agree", "live_with", "in_doubt", "against"];
const MOST_BALLOT_BYTES = 3900;

let ballotBusy = false;
let ballotTimer = 0;
let ballotProblem = "";
let passed = false;
let timeTimer = 0;
let lastWarned = "";

function underWay(round) {
  return Boolean(round) && (round.state === "open" || round.state === "closed");
}

// The vote that the page is about now.
function currentRound() {
  return state.rounds.length ? state.rounds[state.rounds.length - 1] : null;
}

function roundOf(key) {
  return (state && state.rounds.find((round) => round.key === key)) || null;
}

function ballotName(round, hand) {
  return round.key + "/" + handName(hand);
}

function newBallot(round) {
  return { round: round.key, dots: {}, steps: {}, objections: {}, sent: null, codes: {}, pending: null, fate: "" };
}

function ballotOf(round, hand) {
  return kept.ballots[ballotName(round, hand)] || newBallot(round);
}

function keepBallot(round, hand, ballot) {
  kept.ballots[ballotName(round, hand)] = ballot;
  keep();
}

// What somebody handed in before, perhaps from another phone or at another address.
function ballotFound(answer) {
  const round = roundOf(answer.round);
  if (!round) {
    return;
  }
  const ballot = ballotOf(round, kept.hand);
  const said = { dots: answer.dots, steps: answer.steps, objections: answer.objections };
  if (!ballot.sent && !ballot.pending) {
    slipUsed = answer.round;
    Object.assign(ballot, copyOf(said));
  }
  ballot.sent = copyOf(said);
  ballot.codes = answer.codes;
  ballot.fate = "in";
  keepBallot(round, kept.hand, ballot);
}

function copyOf(value) {
  return JSON.parse(JSON.stringify(value));
}

function saidBy(ballot) {
  return copyOf({ dots: ballot.dots, steps: ballot.steps, objections: ballot.objections });
}

function isChanged(ballot) {
  return ballot.sent !== null && sameAs(ballot.sent) !== sameAs(saidBy(ballot));
}

function sameAs(said) {
  const flat = [];
  ["dots", "steps", "objections"].forEach((part) => {
    Object.keys(said[part] || {}).sort().forEach((number) => {
      if (said[part][number]) {
        flat.push([part, number, said[part][number]]);
      }
    });
  });
  return JSON.stringify(flat);
}

function spent(ballot) {
  return Object.keys(ballot.dots).reduce((sum, number) => sum + ballot.dots[number], 0);
}

// --- the order of the proposals, another for every slip and the same each time

function shuffled(proposals, seed) {
  let mixed = 2166136261;
  for (let at = 0; at < seed.length; at += 1) {
    mixed = Math.imul(mixed ^ seed.charCodeAt(at), 16777619);
  }
  const next = () => {
    mixed = (mixed + 0x6d2b79f5) | 0;
    let value = Math.imul(mixed ^ (mixed >>> 15), 1 | mixed);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
  const order = proposals.slice().sort((one, other) => one.number - other.number);
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(next() * (at + 1));
    const moved = order[at];
    order[at] = order[other];
    order[other] = moved;
  }
  return order;
}

// --- dots

function putDot(number, by) {
  const round = currentRound();
  const hand = handFor(round);
  if (!hand || !underWay(round)) {
    return;
  }
  const ballot = ballotOf(round, hand);
  const now = ballot.dots[number] || 0;
  const proposal = round.proposals.find((one) => one.number === number);
  if (by > 0 && spent(ballot) >= round.dots) {
    announce(say("dots_none_left"));
    return;
  }
  if (by > 0 && round.cap && now >= round.cap) {
    announce(say("cap_reached"));
    return;
  }
  if (now + by < 0) {
    return;
  }
  ballot.dots[number] = now + by;
  if (!ballot.dots[number]) {
    delete ballot.dots[number];
  }
  ballotProblem = "";
  keepBallot(round, hand, ballot);
  drawAll();
  if (by < 0 && now + by === 0) {
    $("more-" + number).focus();
  }
  announce(say("dots_on", { title: titleOf(proposal) }, now + by) + " " + leftWords(round, ballot));
}

function leftWords(round, ballot) {
  const left = round.dots - spent(ballot);
  return left ? say("dots_left", {}, left) : say("dots_none_left");
}

function titleOf(proposal) {
  return proposal.title || say("masked");
}

function proposalRow(proposal, round) {
  const number = proposal.number;
  const title = titleOf(proposal);
  const what = make("div", { class: "what" }, make("h2", {}, words(title, "span")));
  if (proposal.ideas.length) {
    const ideas = boardIdeas.filter((idea) => proposal.ideas.indexOf(idea.number) >= 0);
    what.appendChild(ideasIn("behind-" + number, ideas, proposal.ideas.length));
  }
  if (round.kind === "agreement") {
    return make("li", { class: "card" }, what, agreementOf(proposal));
  }
  return make("li", { class: "card proposal" }, what,
    make("div", { class: "put", role: "group", "aria-label": title },
      make("button", { type: "button", id: "fewer-" + number, "aria-label": say("fewer_on", { title: title }),
        click: () => putDot(number, -1) },
        make("b", { "aria-hidden": "true" }, "−"), make("span", {}, say("fewer"))),
      make("span", { class: "count", id: "count-" + number }),
      make("button", { type: "button", id: "more-" + number, "aria-label": say("more_on", { title: title }),
        click: () => putDot(number, 1) },
        make("b", { "aria-hidden": "true" }, "+"), make("span", {}, say("more")))));
}

function drawDots(round, ballot) {
  const left = round.dots - spent(ballot);
  round.proposals.forEach((proposal) => {
    const number = proposal.number;
    const now = ballot.dots[number] || 0;
    const count = $("count-" + number);
    if (count.getAttribute("data-n") !== String(now)) {
      count.setAttribute("data-n", String(now));
      put(count,
        make("span", { "aria-hidden": "true" }, now > 6 ? "● × " + now : "●".repeat(now)),
        make("span", { class: "unseen" }, say("dots", {}, now)));
    }
    $("fewer-" + number).className = now ? "" : "gone";
    const full = !left || (round.cap && now >= round.cap);
    $("more-" + number).setAttribute("aria-disabled", String(Boolean(full)));
  });
  put($("bar-left"), document.createTextNode(leftWords(round, ballot) + " "),
    make("span", { class: "dots", "aria-hidden": "true" }, "●".repeat(Math.min(left, 7))));
}

// --- agreement in five steps

function agreementOf(proposal) {
  const number = proposal.number;
  const field = make("fieldset", {}, make("legend", { class: "unseen" }, say("how_far") + " " + titleOf(proposal)));
  STEPS.forEach((step) => {
    field.appendChild(make("label", { class: "step" },
      make("input", { type: "radio", name: "step-" + number, value: step, id: "step-" + number + "-" + step,
        change: () => answerStep(number, step) }),
      say("step_" + step)));
  });
  const box = make("textarea", { id: "against-" + number, rows: 2, dir: "auto", maxlength: 500,
    input: () => objected(number) });
  return make("div", {}, field,
    make("div", { id: "why-" + number, hidden: true },
      make("label", { for: "against-" + number }, say("objection")), box));
}

function changeBallot(change) {
  const round = currentRound();
  const hand = handFor(round);
  if (hand && underWay(round)) {
    const ballot = ballotOf(round, hand);
    change(ballot);
    ballotProblem = "";
    keepBallot(round, hand, ballot);
    drawAll();
  }
}

function answerStep(number, step) {
  changeBallot((ballot) => {
    ballot.steps[number] = step;
  });
}

function objected(number) {
  const text = $("against-" + number).value;
  changeBallot((ballot) => {
    if (text.trim()) {
      ballot.objections[number] = text;
    } else {
      delete ballot.objections[number];
    }
  });
}

function drawSteps(round, ballot) {
  let answered = 0;
  round.proposals.forEach((proposal) => {
    const number = proposal.number;
    const said = ballot.steps[number] || "";
    answered += said ? 1 : 0;
    STEPS.forEach((step) => {
      $("step-" + number + "-" + step).checked = step === said;
    });
    const box = $("against-" + number);
    const why = ballot.objections[number] || "";
    show($("why-" + number), said === "against" || said === "in_doubt" || Boolean(why));
    if (document.activeElement !== box && box.value !== why) {
      box.value = why;
    }
  });
  write($("bar-left"), say("answered", { n: answered, all: round.proposals.length }));
}

// --- handing in

function handIn(event) {
  event.preventDefault();
  const round = currentRound();
  const hand = handFor(round);
  if (!hand || !underWay(round)) {
    return;
  }
  const ballot = ballotOf(round, hand);
  if (ballot.pending && ballotBusy) {
    return;
  }
  const pending = Object.assign(saidBy(ballot), { key: newKey(), hand: hand, table: Boolean(kept.table) });
  if (new Blob([JSON.stringify(ballotMessage(ballot, pending))]).size > MOST_BALLOT_BYTES) {
    ballotProblem = say("objection_too_long");
    drawAll();
    return;
  }
  ballot.pending = pending;
  ballot.fate = "";
  slipUsed = "";
  ballotProblem = "";
  keepBallot(round, hand, ballot);
  announce(say("handing_in"));
  sendBallots();
  drawAll();
}

function ballotMessage(ballot, pending) {
  const message = Object.assign({ round: ballot.round, key: pending.key }, handFields(pending.hand));
  if (pending.table) {
    message.table = true;
  }
  ["dots", "steps", "objections"].forEach((part) => {
    if (Object.keys(pending[part]).length) {
      message[part] = pending[part];
    }
  });
  return message;
}

// Send what is not acknowledged; the same message under the same key until an answer comes.
function sendBallots() {
  window.clearTimeout(ballotTimer);
  if (ballotBusy) {
    return;
  }
  const name = Object.keys(kept.ballots).find((one) => kept.ballots[one].pending);
  if (!name) {
    return;
  }
  ballotBusy = true;
  const pending = kept.ballots[name].pending;
  request("POST", "/ballot", ballotMessage(kept.ballots[name], pending), (status, answer) => {
    ballotBusy = false;
    const ballot = kept.ballots[name];
    const wait = ballot && ballot.pending === pending ? ballotAnswered(ballot, pending, status, answer || {}) : 0;
    keep();
    drawAll();
    if (wait) {
      ballotTimer = window.setTimeout(sendBallots, wait);
    } else {
      sendBallots();
    }
  });
}

// What an answer means for a ballot; gives the ms to wait before it is sent again.
function ballotAnswered(ballot, pending, status, answer) {
  ballot.retrying = false;
  if (status === 200) {
    ballot.pending = null;
    if (answer.accepted) {
      ballot.sent = { dots: pending.dots, steps: pending.steps, objections: pending.objections };
      ballot.codes = answer.codes;
      ballot.fate = "in";
      const round = roundOf(ballot.round);
      announce(say(round && round.kind === "agreement" ? "handed_in_answers" : "handed_in"));
    } else {
      ballot.fate = "elsewhere";
    }
    return 0;
  }
  if (status === 410) {
    delete pending.hand.pass;
    if (kept.hand) {
      delete kept.hand.pass;
    }
    return 1;
  }
  if (status === 429) {
    ballot.retrying = true;
    return 1000 * (answer.wait || 1);
  }
  if (mayPass(status)) {
    ballot.retrying = true;
    return jitter(2500);
  }
  ballot.pending = null;
  if (status === 409 || status === 404) {
    // While the box is only closed, a ballot that came in would have been acknowledged now. The
    // answer tells, because the news of the box may come after it.
    ballot.fate = answer.round === "closed" ? "too_late" : "too_late_unknown";
  } else if (/^slip_/.test(answer.problem || "")) {
    slipRefused(say(answer.problem) || say("refused"));
  } else {
    ballotProblem = say(answer.problem) || say(status === 422 ? "invalid" : "refused");
  }
  return 0;
}

function passOn() {
  const round = currentRound();
  const hand = handFor(round);
  if (hand) {
    delete kept.ballots[ballotName(round, hand)];
  }
  kept.hand = null;
  passed = true;
  slipUsed = "";
  slipProblem = "";
  $("slip-code").value = "";
  keep();
  drawAll();
  $("slip-title").focus();
}

// --- what the page shows of it

function stateWords(ballot) {
  if (ballotProblem) {
    return ballotProblem;
  }
  if (ballot.pending) {
    return say(ballot.retrying || lost ? "hand_in_retrying" : "handing_in");
  }
  if (ballot.fate === "elsewhere") {
    return say("elsewhere");
  }
  if (ballot.sent === null) {
    return say("not_handed_in");
  }
  if (isChanged(ballot)) {
    return say("changed");
  }
  return say(currentRound().kind === "agreement" ? "handed_in_answers" : "handed_in");
}

function drawVote() {
  const round = currentRound();
  const hand = handFor(round);
  const open = Boolean(round) && round.state === "open";
  drawSlip(round);
  note($("vote-note"), voteNote(round, hand));
  const turnout = Boolean(round) && round.state !== "cancelled";
  show($("vote-turnout"), turnout);
  if (turnout) {
    const all = round.handed_out;
    write($("vote-turnout"), all === null || round.cast > all
      ? say("turnout", {}, round.cast) : say("turnout_of", { n: round.cast, all: all }, all));
  }
  drawTime(round);
  const admitted = Boolean(hand) && hand.known && underWay(round) && round.roles.indexOf(hand.role) >= 0;
  show($("slip-form"), !$("slip-form").hidden && (!round || open || !underWay(round)) && !isOver(round));
  const ballot = admitted ? ballotOf(round, hand) : null;
  show($("ballot"), admitted && open);
  if (admitted && open) {
    drawBallot(round, hand, ballot);
  }
  drawReceipt(round, hand, ballot);
}

function isOver(round) {
  return Boolean(round) && (round.state === "sealed" || round.state === "closed") && state.phase === "dots";
}

function voteNote(round, hand) {
  if (!round || (round.state === "sealed" && round.result) || (state.phase === "dots" && !round)) {
    return say(hand && hand.known ? "slip_ready" : "vote_soon");
  }
  if (round.state === "closed") {
    return say("box_closed");
  }
  if (round.state === "sealed") {
    return say("sealed");
  }
  if (round.state === "cancelled") {
    return say("cancelled");
  }
  if (hand && hand.known && round.roles.indexOf(hand.role) < 0) {
    return say("role");
  }
  return round.open_access ? say("open_access") : "";
}

function drawBallot(round, hand, ballot) {
  note($("ballot-warning"), slipUsed === round.key ? say("slip_used") : "", "warn");
  write($("ballot-lead"), round.kind === "agreement" ? say("how_far_lead") : spokenIn(round.rule));
  write($("ballot-hidden"), say("hidden_note"));
  const order = shuffled(round.proposals, handName(hand));
  draw($("proposals"), [round.key, order, handName(hand), boardIdeas], () =>
    order.map((proposal) => proposalRow(proposal, round)));
  if (round.kind === "agreement") {
    drawSteps(round, ballot);
  } else {
    drawDots(round, ballot);
  }
  const settled = ballot.fate === "elsewhere" || (ballot.sent !== null && !isChanged(ballot));
  write($("hand-in"), say(ballot.sent === null ? "hand_in" : "hand_in_again"));
  $("hand-in").setAttribute("aria-disabled", String(Boolean(ballot.pending && ballotBusy) || settled));
  write($("bar-state"), stateWords(ballot));
  placeBar();
  $("bar-state").className = ballotProblem ? "problem" : settled && ballot.fate === "in" ? "good" : "";
}

// The bar stays in sight where it leaves room for the proposals: not with large text on a small phone.
function placeBar() {
  const bar = $("bar");
  bar.className = bar.offsetHeight * 3 > window.innerHeight ? "" : "stays";
  document.documentElement.style.scrollPaddingBottom = bar.className ? bar.offsetHeight + 16 + "px" : "";
}

function drawReceipt(round, hand, ballot) {
  const open = Boolean(round) && round.state === "open";
  const known = hand && round ? kept.ballots[ballotName(round, hand)] : null;
  const fate = known && !known.pending ? known.fate : "";
  const kinds = { in: round && round.kind === "agreement" ? "handed_in_answers" : "handed_in" };
  const sentence = fate && !(fate === "in" && isChanged(known) && ballot) ? say(kinds[fate] || fate) : "";
  show($("receipt"), Boolean(sentence));
  if (!sentence) {
    return;
  }
  // While the ballot is there, its bar says it.
  note($("receipt-words"), ballot && open ? "" : sentence, fate === "in" ? "good" : "warn");
  const codes = fate === "in" ? ownCodes(known) : [];
  write($("receipt-codes"), codes.length ? say("own_codes", { codes: codes.join(", ") }) : "");
  const shared = Boolean(kept.table);
  const later = shared && codes.length ? "pass_note" : "may_change";
  write($("receipt-note"), fate === "in" && open ? say(later) : "");
  show($("pass-on"), shared && open);
}

function ownCodes(ballot) {
  return Object.keys(ballot.codes || {}).map((number) => ballot.codes[number]);
}

// --- time

function drawTime(round) {
  window.clearTimeout(timeTimer);
  if (!round || round.state !== "open" || !round.ends_at) {
    note($("vote-time"), "");
    return;
  }
  const left = Date.parse(round.ends_at) - (Date.now() + clockAhead);
  const soon = left <= 60000;
  const text = left <= 0 ? say("time_up") : soon ? say(round.kind === "agreement" ? "last_minute_answers" : "last_minute") : say("minutes_left", {}, Math.round(left / 60000));
  note($("vote-time"), text, soon ? "warn" : "");
  if (soon && lastWarned !== round.key + text) {
    lastWarned = round.key + text;
    announce(text);
  }
  if (left > 0) {
    timeTimer = window.setTimeout(() => drawTime(currentRound()), Math.min(15000, soon ? left : left - 60000) + 200);
  }
}
