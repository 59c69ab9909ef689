import { findEngineImage } from '../../catalog/catalog';
import type { Component } from '../../catalog/rows';
import type { ResolvedFactory } from '../model/resolved';

/**
 * Image of an engine for the accelerators of a vendor; undefined where no row has one. A replica over several nodes takes
 * the image that carries the libraries of the fabric between them, where a row has one.
 */
export function engineImage(
  factory: ResolvedFactory,
  engine: string,
  vendor: string,
  fabric: string | null,
): Component | undefined {
  const found = findEngineImage(factory.catalog, { engine, vendor, fabric });
  if ('error' in found) return undefined;
  return factory.catalog.components.find((row) => row.id === found.row.component);
}
