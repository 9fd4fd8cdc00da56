/** What is said of what is taken home. Pure. */

export const TAKE_HOME = {
  title: "Take home",
  print: "Print",
  printed: "This beat on one page A4, with every number.",
  program: "Python file",
  programmed: "numpy only. Run alone, it computes every number of the sheet.",
  noProgram: "For the walk with a drawing, and for the chain of the calculus.",
  link: "Copy link",
  linked: "Opens this beat, digit and settings anywhere.",
  close: "Close",
  onItsWay: "On its way …",
  copied: "The link is copied.",
  notCopied: "This browser lets nobody copy: take the link from the address bar.",
  /** @type {(name: string) => string} */
  saved: (name) => `${name} is saved.`,
  /** @type {(error: unknown) => string} */
  notMade: (error) => `It could not be made. ${reasonOf(error)}`,
  /** In place of the tables on paper. @type {(error: unknown) => string} */
  noTables: (error) =>
    `The tables of the numbers are missing here: the server makes them. ${reasonOf(error)}`,
};

/** @type {(error: unknown) => string} */
const reasonOf = (error) => (error instanceof Error ? error.message : "");
