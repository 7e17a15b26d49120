import { defineConfig } from "vite";

export default defineConfig({
  // Relative addresses: the same build works at the root of a host or below a path of the portal.
  base: "./",
  build: {
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
  },
  server: {
    // `npm run dev` beside a running `bot serve`.
    proxy: { "/webhooks": "http://127.0.0.1:8000", "/api": "http://127.0.0.1:8000" },
  },
});
