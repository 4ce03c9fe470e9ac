// Whose hand it is: a slip that was scanned or typed, or this phone where access is open.

const SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXZ";

let slipProblem = "";
let slipBusy = false;
let slipTimer = 0;
let slipUsed = "";
let lookedUp = false;

// What is wrong with a typed code, as the name of a sentence; the eighth sign checks the others.
function codeProblem(signs) {
  if (signs.length !== 8) {
    return "code_length";
  }
  let sum = 0;
  for (let at = 0; at < 8; at += 1) {
    const value = SIGNS.indexOf(signs[at]);
    if (value < 0) {
      return "code_sign";
    }
    sum += (at + 1) * value;
  }
  return sum % SIGNS.length ? "code_check" : "";
}

function bare(typed) {
  return typed.replace(/[\s\-\u2013\u00a0]/g, "").toUpperCase();
}

// What the requests of a hand say of it.
function handFields(hand) {
  if (hand.slip) {
    return { slip: hand.slip };
  }
  if (hand.device) {
    return { device: hand.device };
  }
  return hand.pass ? { pass: hand.pass } : { code: hand.code };
}

function handName(hand) {
  return hand.slip || hand.code || hand.device;
}

// The hand that a round's ballot is in; none while a slip is missing.
function handFor(round) {
  if (kept.hand) {
    return kept.hand;
  }
  if (round && round.open_access) {
    if (!kept.device) {
      kept.device = newKey();
      keep();
    }
    return { device: kept.device, role: "citizen", known: true };
  }
  return null;
}

function takeHand(hand) {
  if (kept.hand && handName(kept.hand) === handName(hand)) {
    return;
  }
  kept.hand = hand;
  slipUsed = "";
  keep();
  lookUp();
}

// What does the fragment of the address say? It is taken out of sight at once.
function readFragment() {
  const said = decodeURIComponent(window.location.hash.slice(1)).trim();
  if (!said) {
    return;
  }
  window.history.replaceState(null, "", window.location.pathname);
  const table = /^bord(\d{1,4})$/i.exec(said);
  if (table) {
    beginTable(Number(table[1]));
  } else if (/^[0-9A-Z]{12}$/i.test(said)) {
    takeHand({ slip: said.toUpperCase() });
  } else if (!codeProblem(bare(said))) {
    takeHand({ code: bare(said) });
  }
}

// Ask what the slip is, and what was handed in with it; not before it is known what it is for.
function lookUp() {
  const hand = kept.hand;
  window.clearTimeout(slipTimer);
  if (!hand || slipBusy || !state) {
    return;
  }
  lookedUp = true;
  slipBusy = true;
  slipProblem = "";
  drawAll();
  request("POST", "/ballot", handFields(hand), (status, answer) => {
    slipBusy = false;
    if (kept.hand !== hand) {
      lookUp();
    } else if (status === 200) {
      slipKnown(hand, answer);
    } else if (status === 410) {
      delete hand.pass;
      lookUp();
    } else if (status === 429) {
      slipProblem = say("code_wait", {}, answer.wait || 1);
      slipTimer = window.setTimeout(lookUp, 1000 * (answer.wait || 1));
    } else if (mayPass(status)) {
      slipTimer = window.setTimeout(lookUp, jitter(3000));
    } else {
      slipRefused(say(answer.problem) || say("refused"));
    }
    drawAll();
  });
}

function slipKnown(hand, answer) {
  hand.known = true;
  hand.role = answer.role;
  hand.table = answer.table;
  if (answer.pass) {
    hand.pass = answer.pass;
  }
  if (answer.round && answer.channel) {
    ballotFound(answer);
  }
  keep();
  sendBallots();
}

function slipRefused(sentence) {
  kept.hand = null;
  keep();
  slipProblem = sentence;
}

function otherSlip() {
  kept.hand = null;
  slipUsed = "";
  slipProblem = "";
  keep();
  $("slip-code").value = "";
  drawAll();
  $("slip-code").focus();
}

function useCode(event) {
  event.preventDefault();
  const signs = bare($("slip-code").value);
  const wrong = codeProblem(signs);
  if (wrong) {
    slipProblem = say(wrong);
    drawAll();
    $("slip-code").focus();
    return;
  }
  takeHand({ code: signs });
}

function drawSlip(round) {
  const hand = kept.hand;
  const waiting = hand && !hand.known;
  const passedOn = kept.table && passed;
  write($("slip-title"), say(passedOn ? "next_person" : "slip"));
  write($("slip-lead"), waiting ? say("slip_checking") : say(passedOn ? "next_person_lead" : "slip_lead"));
  write($("slip-problem"), slipProblem);
  $("slip-code").setAttribute("aria-invalid", slipProblem ? "true" : "false");
  show($("slip-form"), !handFor(round) || Boolean(waiting));
  show($("slip-other"), Boolean(hand && hand.known) && !kept.table);
}
