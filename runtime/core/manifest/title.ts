/** An id as a title: `generate-report` is "Generate Report". "" when there is nothing in it. */
export function titleOf(id: string): string {
  const words = id.split(/[-_.]+|(?<=[a-z])(?=[A-Z])/).filter((word) => word !== "");
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ");
}
