import { defineConfig, type UserConfig } from "vite";

/** What every visitor loads. */
const chat: UserConfig["build"] = {
  // `data:` files and inline modules would need exceptions in the Content-Security-Policy.
  assetsInlineLimit: 0,
  modulePreload: { polyfill: false },
  assetsDir: ".",
  rolldownOptions: {
    output: {
      // Portals name this file, and their own variables must not meet ours.
      format: "iife",
      entryFileNames: "procedure-assistant.js",
      assetFileNames: "[name][extname]",
    },
  },
};

/** What is loaded when somebody presses «Nghe» or the microphone. */
const speech: UserConfig["build"] = {
  emptyOutDir: false,
  copyPublicDir: false,
  rolldownOptions: {
    input: { speech: "src/speech/speech.ts", microphone: "src/speech/microphone.ts" },
    preserveEntrySignatures: "strict",
    output: { entryFileNames: "[name].js" },
  },
};

export default defineConfig(({ mode }) => ({
  // Relative addresses: the same build works at the root of a host or below a path of the portal.
  base: "./",
  build: mode === "speech" ? speech : chat,
  server: {
    // `npm run dev` beside a running `bot serve`.
    proxy: {
      "/webhooks": "http://127.0.0.1:8000",
      "/api": { target: "http://127.0.0.1:8000", ws: true },
      "^/(speech|microphone)\\.js$": "http://127.0.0.1:8000",
    },
  },
}));
