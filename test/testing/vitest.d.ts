import 'vitest';
import type { FactoryMatchers } from '../../lib/testing';

declare module 'vitest' {
  interface Matchers<T> extends FactoryMatchers<T> {}
}
