// Preloaded into a measured process: writes what the whole process used to the file in RATIOS_USAGE when it ends.
const { writeFileSync } = require('node:fs');

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { wallMs: process.uptime() * 1000, cpuMs: (userCPUTime + systemCPUTime) / 1000, rssMb: maxRSS / 1024 };
  writeFileSync(process.env.RATIOS_USAGE, JSON.stringify(usage));
});
