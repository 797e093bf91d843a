/** What a field must be for the app to work with it; a list of words: one of them. */
export type Sort = "text" | "number" | "moment" | "object" | readonly string[];

/** The fields of an object, or of every object in a list. */
export type Shape = { fields: Record<string, Sort> } | { each: Record<string, Sort> };

/** Whether a value that came over the network has what is relied on; it may have more. */
export function hasShape(value: unknown, shape: Shape): boolean {
  if ("each" in shape) return Array.isArray(value) && value.every((one) => hasFields(one, shape.each));
  return hasFields(value, shape.fields);
}

function hasFields(value: unknown, fields: Record<string, Sort>): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(fields).every(([name, sort]) => isOf((value as Record<string, unknown>)[name], sort));
}

function isOf(value: unknown, sort: Sort): boolean {
  if (typeof sort !== "string") return typeof value === "string" && sort.includes(value);
  switch (sort) {
    case "text":
      return typeof value === "string" && value !== "";
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    case "moment":
      return typeof value === "string" && !Number.isNaN(Date.parse(value));
    case "object":
      return typeof value === "object" && value !== null;
  }
}
