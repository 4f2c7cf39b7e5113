/** Input that cannot be accepted as it is. The message says what is wrong in words a bookkeeper understands. */
export class InputError extends Error {
  override readonly name = "InputError";
}
