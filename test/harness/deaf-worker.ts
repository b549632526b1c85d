// A worker that says who it is and hears nothing any more, as one in a long call to SQLite does.
process.once("message", () => {
  process.send?.({ type: "began" });
  process.send?.({ type: "deaf", pid: process.pid }, () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
});
