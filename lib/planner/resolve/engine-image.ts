import { engineImages } from '../../catalog/engine-images';
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
  const rows = engineImages.filter((row) => row.engine === engine && row.vendor === vendor);
  const image = rows.find((row) => row.fabric === fabric) ?? rows.find((row) => row.fabric === null);
  return factory.catalog.components.find((row) => row.id === image?.component);
}
