import { afterEach, beforeEach, expect, vi } from 'vitest';

// A library that prints is a defect: any console output fails the test that caused it.
const methods = ['log', 'warn', 'error', 'info', 'debug'] as const;

beforeEach(() => {
  for (const method of methods) vi.spyOn(console, method);
});

afterEach(() => {
  const printed = methods.flatMap((method) => vi.mocked(console[method]).mock.calls.map((call) => [method, ...call]));
  vi.restoreAllMocks();
  expect(printed).toEqual([]);
});
