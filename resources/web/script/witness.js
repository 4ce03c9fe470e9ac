// The phone as a witness: it keeps how far the journal had come, and asks whether it goes on from
// there whenever it has been away.

const WITNESS_WAIT = 4000;

let newestHead = null;
let askedJournal = false;
let doubted = false;

function witness(head) {
  newestHead = head;
  if (!kept.head || kept.head.words === head.words) {
    askedJournal = true;
    doubted = false;
  }
  if (askedJournal) {
    keepHead();
  } else if (!witness.timer) {
    witness.timer = window.setTimeout(askJournal, jitter(WITNESS_WAIT));
  }
}
witness.timer = 0;

function askJournal() {
  if (!kept.head) {
    witness.timer = 0;
    return;
  }
  request("POST", "/journal", kept.head, (status, answer) => {
    witness.timer = 0;
    if (status === 200) {
      askedJournal = true;
      doubted = !answer.holds;
      keepHead();
      drawDoubt();
    }
  });
}

// What was seen first is what counts, so nothing newer takes its place while there is a doubt.
function keepHead() {
  if (!doubted && newestHead.words && (!kept.head || kept.head.words !== newestHead.words)) {
    kept.head = newestHead;
    keep();
  }
}

function drawDoubt() {
  const told = doubted && kept.head;
  note($("doubt"), told ? say("doubt", { n: kept.head.number, words: kept.head.words }) : "", "bad");
}
