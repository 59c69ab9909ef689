import { describe, expect, it } from 'vitest';
import { editJson } from '../../lib/cli/app/edit-json';

const path = ['context', 'migrations', 'harbour/move'];
const value = { phase: 'shift', step: 1 };

const texts: Readonly<Record<string, readonly [string, string]>> = {
  'no map on the way': [
    '{\n  "app": "x"\n}\n',
    '{\n  "app": "x",\n  "context": {\n    "migrations": {\n      "harbour/move": {\n        "phase": "shift",\n        "step": 1\n      }\n    }\n  }\n}\n',
  ],
  'an empty map': [
    '{\n    "context": {},\n    "app": "x"\n}',
    '{\n    "context": {\n        "migrations": {\n            "harbour/move": {\n                "phase": "shift",\n                "step": 1\n            }\n        }\n    },\n    "app": "x"\n}',
  ],
  'tabs and line ends of Windows': [
    '{\r\n\t"context": {\r\n\t\t"migrations": {\r\n\t\t\t"harbour/other": { "phase": "warm" }\r\n\t\t}\r\n\t}\r\n}\r\n',
    '{\r\n\t"context": {\r\n\t\t"migrations": {\r\n\t\t\t"harbour/other": { "phase": "warm" },\r\n\t\t\t"harbour/move": {\r\n\t\t\t\t"phase": "shift",\r\n\t\t\t\t"step": 1\r\n\t\t\t}\r\n\t\t}\r\n\t}\r\n}\r\n',
  ],
  'all in one line': [
    '{"app":"x"}',
    '{"app":"x", "context": { "migrations": { "harbour/move": { "phase": "shift", "step": 1 } } }}',
  ],
  'an empty document in one line': [
    '{}',
    '{ "context": { "migrations": { "harbour/move": { "phase": "shift", "step": 1 } } } }',
  ],
  'a value in one line': [
    '{\n  "context": { "migrations": { "harbour/move": { "phase": "warm" }, "b/c": 1 } }\n}\n',
    '{\n  "context": { "migrations": { "harbour/move": { "phase": "shift", "step": 1 }, "b/c": 1 } }\n}\n',
  ],
  'a value in several lines': [
    '{\n  "context": {\n    "migrations": {\n      "harbour/move": {\n        "phase": "warm"\n      }\n    },\n    "a": [ 1,2 ]\n  }\n}\n',
    '{\n  "context": {\n    "migrations": {\n      "harbour/move": {\n        "phase": "shift",\n        "step": 1\n      }\n    },\n    "a": [ 1,2 ]\n  }\n}\n',
  ],
  'a text for a value': [
    '{\n  "context": { "migrations": { "harbour/move": "w\\u0061rm" } }\n}\n',
    '{\n  "context": { "migrations": { "harbour/move": { "phase": "shift", "step": 1 } } }\n}\n',
  ],
};

describe('editJson', () => {
  it.each(Object.entries(texts))('writes into a text with %s, and leaves the rest', (_, [before, after]) => {
    expect(editJson(before, path, value)).toBe(after);
    expect(JSON.parse(after).context.migrations['harbour/move']).toEqual(value);
  });

  it('refuses what is not a map on the way', () => {
    expect(() => editJson('{ "context": [] }', path, value)).toThrow('context is not an object');
    expect(() => editJson('[]', path, value)).toThrow('the document is not an object');
  });
});
