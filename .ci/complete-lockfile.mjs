// Adds to package-lock.json the optional packages of other platforms that the registry at hand does not have, so that
// `npm ci` accepts the lockfile everywhere. npm leaves such packages out when it writes the file, and then refuses a
// file that lacks them. Run it after every change of package.json: node .ci/complete-lockfile.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const PATH = new URL('../package-lock.json', import.meta.url);
const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = [
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];
const LIBRARIES = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' };

/** Looks where npm would: beside the package that asks, then in every folder above. */
function isLocked(packages, from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true;
    if (!at) return false;
  }
}

/** A package for one platform names it: `@scope/tool-linux-x64-musl`. */
function platformOf(name) {
  const parts = name.split(/[-/.]/);
  const os = parts.filter((part) => SYSTEMS.includes(part));
  const cpu = parts.filter((part) => PROCESSORS.includes(part));
  const libc = os.includes('linux') ? parts.flatMap((part) => LIBRARIES[part] ?? []) : [];
  return { ...(cpu.length && { cpu }), ...(libc.length && { libc }), ...(os.length && { os }) };
}

const lockfile = JSON.parse(readFileSync(PATH, 'utf8'));
const { packages } = lockfile;
let added = 0;
for (const [at, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (isLocked(packages, at, name) || !/^\d+\.\d+\.\d+/.test(version)) continue;
    packages[`node_modules/${name}`] = { version, ...platformOf(name), ...(dev && { dev }), optional: true };
    added += 1;
  }
}
lockfile.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(PATH, `${JSON.stringify(lockfile, null, 2)}\n`);
process.stdout.write(`${added} packages of other platforms added to package-lock.json\n`);
