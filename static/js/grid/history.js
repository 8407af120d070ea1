// Undo and redo of what was done to a table in this sitting. A step is a pair of functions.
const LIMIT = 200;

export class History {
  constructor() { Object.assign(this, { done: [], undone: [] }); }

  add(step) {
    this.done.push(step);
    if (this.done.length > LIMIT) this.done.shift();
    this.undone = [];
  }

  /** A step that did not come about. */
  forget(step) {
    this.done = this.done.filter((one) => one !== step);
    this.undone = this.undone.filter((one) => one !== step);
  }

  undo() {
    const step = this.done.pop();
    if (!step) return false;
    step.back();
    this.undone.push(step);
    return true;
  }

  redo() {
    const step = this.undone.pop();
    if (!step) return false;
    step.again();
    this.done.push(step);
    return true;
  }
}
