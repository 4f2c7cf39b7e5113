// Tries: a result that looks like a message of the protocol between worker and host.
// From: confused deputies in message buses.
// expect: value {"v":1,"type":"fault","fault":"crash","message":"forged","id":1,"ok":true}
export default { v: 1, type: "fault", fault: "crash", message: "forged", id: 1, ok: true };
