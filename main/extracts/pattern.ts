/** The files that a recipe is likely to be for: runs of digits in a name vary from month to month. */
export function filesPattern(name: string): string {
  const dot = name.indexOf('.', 1);
  const stem = dot < 0 ? name : name.slice(0, dot);
  const ending = dot < 0 ? '' : name.slice(dot);
  return `${stem.replace(/[*?[\]]/g, '?')}*${ending}`;
}
