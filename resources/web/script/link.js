// The link to the laptop: a stream while it works, else a question every few seconds.

const QUIET = 40000; // more than two beats without a word
const TRIES = 3; // streams that fail before we ask instead
const ASK = 4000;
const STREAM_AGAIN = 60000;

let stream = null;
let failures = 0;
let lost = false;
let closed = false;
let clockAhead = 0; // how much the laptop's clock is ahead of this one, in ms
let quietTimer = 0;
let linkTimer = 0;
let asking = false;

function jitter(ms) {
  return ms * (0.5 + Math.random());
}

function connect() {
  window.clearTimeout(linkTimer);
  closeStream();
  if (document.hidden) {
    return;
  }
  if (!window.EventSource || (failures >= TRIES && Date.now() < connect.streamFrom)) {
    ask();
    return;
  }
  const mine = new window.EventSource("/stream");
  stream = mine;
  mine.onmessage = (event) => {
    failures = 0;
    linkIsThere();
    receive(JSON.parse(event.data));
  };
  mine.addEventListener("beat", linkIsThere);
  mine.addEventListener("bye", () => {
    closed = true;
    streamFailed();
  });
  mine.onerror = streamFailed;
  expectNews();
}
connect.streamFrom = 0;

function closeStream() {
  window.clearTimeout(quietTimer);
  if (stream) {
    stream.close();
    stream = null;
  }
}

function expectNews() {
  window.clearTimeout(quietTimer);
  quietTimer = window.setTimeout(streamFailed, QUIET);
}

function streamFailed() {
  closeStream();
  failures += 1;
  if (failures >= TRIES) {
    connect.streamFrom = Date.now() + jitter(STREAM_AGAIN);
  }
  linkIsLost();
  again(Math.min(15000, 1000 * Math.pow(2, Math.min(failures, 4) - 1)));
}

function ask() {
  if (asking) {
    return;
  }
  asking = true;
  request("GET", "/state", null, (status, answer) => {
    asking = false;
    if (status === 200 && answer) {
      linkIsThere();
      window.clearTimeout(quietTimer);
      receive(answer);
      again(ASK);
    } else {
      linkIsLost();
      failures = TRIES - 1; // nobody is there at all, so the stream was not to blame
      again(ASK * 2);
    }
  });
}

function again(ms) {
  window.clearTimeout(linkTimer);
  linkTimer = window.setTimeout(connect, jitter(ms));
}

function linkIsThere() {
  if (stream) {
    expectNews();
  }
  closed = false;
  if (lost) {
    lost = false;
    note($("link"), "");
    announce(say("found"));
    sendAll();
  }
}

function linkIsLost() {
  if (!lost) {
    lost = true;
    askedJournal = false;
    drawLink();
  }
}

function drawLink() {
  note($("link"), lost ? say(closed ? "ended" : "lost") : "", "bad");
}

function receive(told) {
  clockAhead = told.now - Date.now();
  state = told.state;
  arrived();
  witness(told.head);
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    keep();
    closeStream();
    window.clearTimeout(linkTimer);
  } else {
    failures = Math.min(failures, TRIES - 1);
    connect();
    sendAll();
  }
});
window.addEventListener("offline", linkIsLost);
window.addEventListener("online", () => {
  failures = 0;
  connect();
  sendAll();
});
window.addEventListener("pagehide", keep);

// --- one request; `done` gets 0 for an answer that never came

function request(method, path, body, done) {
  const sent = new XMLHttpRequest();
  let told = false;
  const tell = (status, answer) => {
    if (!told) {
      told = true;
      done(status, answer);
    }
  };
  sent.open(method, path);
  // A message may be sent again on a fresh line, which on a bad link is sooner than waiting; a list
  // would begin anew.
  sent.timeout = body ? 6000 : 12000;
  if (body) {
    sent.setRequestHeader("Content-Type", "application/json");
    sent.setRequestHeader("X-Moede", "1");
  }
  sent.onload = () => {
    let answer = null;
    try {
      answer = JSON.parse(sent.responseText);
    } catch (error) {
      // Something else than the meeting answered, a login page perhaps.
    }
    tell(answer ? sent.status : 0, answer);
  };
  sent.onerror = () => tell(0, null);
  sent.ontimeout = () => tell(0, null);
  sent.onabort = () => tell(0, null);
  try {
    sent.send(body ? JSON.stringify(body) : null);
  } catch (error) {
    tell(0, null);
  }
}

// Whether the same message may be understood later.
function mayPass(status) {
  return status === 0 || status === 408 || status >= 500;
}

function sendAll() {
  sendIdeas();
  sendBallots();
}
