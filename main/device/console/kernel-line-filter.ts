// As printk writes them: an optional level, the time in seconds, an optional caller (CONFIG_PRINTK_CALLER), text to the line's end. Its
// records have less than a thousand characters, and a device that prints beginnings without an end must not cost more than it sends.
const kernelLine = /(?:<\d{1,3}>)?\[ {0,4}\d{1,7}\.\d{6}\](?:\[ {0,9}[TC]\d{1,9}\])? [^\r\n]{0,1000}\r{0,9}\n/g;
const unfinished = /(?:<\d{0,3}>?)?(?:\[ {0,4}(?:\d{1,7}(?:\.(?:\d{1,5}|\d{6}(?:\](?:[ [][^\r\n]*\r*)?)?)?)?)?)?$/;
const longestKernelLine = 1050;

/**
 * Takes kernel log lines out of what a console says. The kernel writes whole lines, but at any moment, so one may stand in the
 * middle of somebody else's line: what is left on both sides is joined again.
 */
export class KernelLineFilter {
  #held = "";

  /** What can be told for sure now; the beginning of what may become a kernel line is held back. */
  push(text: string): string {
    const whole = (this.#held + text).replaceAll(kernelLine, "");
    const end =
      whole.length - Math.min(unfinished.exec(whole.slice(-longestKernelLine))?.[0].length ?? 0, whole.length);
    this.#held = whole.slice(end);
    return whole.slice(0, end);
  }
}
