/**
 * Sound in the browser. This is a script of its own, loaded when it is wanted; what the chat and it
 * exchange are the types of this file.
 */

export { listen } from "./listening";
export { Reader } from "./reader";
