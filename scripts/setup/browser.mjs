import { existsSync } from 'node:fs';
import { installDebian } from './debian.mjs';
import { which } from './process.mjs';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const places = [
  '/usr/bin/chromium',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/** Path of a Chromium or Chrome that is installed, or undefined. */
function findBrowser() {
  for (const program of programs) {
    const found = which(program);
    if (found) return found;
  }
  return places.find((place) => existsSync(place));
}

/** Path of a Chromium or Chrome, installed from Debian when there is none. */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  await installDebian(['chromium'], 'no Chromium or Chrome was found, and one is needed to drive VS Code');
  return findBrowser();
}
