/** Numbers questions, so that no answer is shown over the answer to a later one, and one that nothing follows is never lost. */
export class AnswerOrder {
  #asked = 0;
  #shown = 0;

  /** Number of the question that is asked now. */
  ask(): number {
    this.#asked += 1;
    return this.#asked;
  }

  /** Whether the answer to a later question, or to this one, has been shown. */
  isLate(question: number): boolean {
    return question <= this.#shown;
  }

  /** Whether this answer may be shown, which it then is. */
  show(question: number): boolean {
    if (this.isLate(question)) return false;
    this.#shown = question;
    return true;
  }

  /** Answers still under way are nobody's. */
  forget(): void {
    this.#shown = this.#asked;
  }
}
