import type { Component } from './rows';

/** Pinned parts of the platform. */
export const components: readonly Component[] = [
  {
    id: 'kubernetes',
    kind: 'kubernetes',
    repository: null,
    version: '1.35',
    digest: null,
    source: 'AWS release calendar as read 2026-11-23: 1.34 leaves standard support on 2026-12-02',
    asOf: '2026-11-23',
  },
];
