// The example operations of the story, as the server tells them.

/** One example: an operation that a reader can run as it stands. */
export interface Example {
  name: string;
  query: string;
  variables?: Record<string, unknown> | null;
}

/**
 * Reads the examples from the server.
 *
 * Without them the page is still useful, so a failure is told on the console and answers no examples.
 */
export async function readExamples(): Promise<Example[]> {
  try {
    const response = await fetch(new URL("examples.json", document.baseURI));
    if (!response.ok) {
      throw new Error(`The server answered ${response.status}.`);
    }
    return (await response.json()) as Example[];
  } catch (error) {
    console.warn("The examples could not be read.", error);
    return [];
  }
}

/** Returns the comment that the example begins with, which tells what it asks. */
export function purposeOf({ query }: Example): string {
  const lines = query.trimStart().split("\n");
  const end = lines.findIndex((line) => !line.startsWith("#"));
  return lines
    .slice(0, end < 0 ? lines.length : end)
    .map((line) => line.replace(/^#+\s*/, "").trim())
    .join(" ");
}
