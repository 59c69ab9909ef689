import { defaultCatalog } from '../../lib/catalog/catalog';
import { HEAD } from './print';
import { literal } from './schema';

/** File of the types of the catalogue's ids. */
export const idsFile = 'lib/catalog/ids.generated.ts';

const { models, accelerators, machines, regions, machinePrices, components } = defaultCatalog;

interface IdType {
  readonly name: string;
  readonly description: string;
  readonly members: readonly string[];
}

const literals = (ids: readonly string[]): readonly string[] => [...new Set(ids)].sort().map(literal);

/** Prices that hold in every region of a provider name none. */
const anyRegion = ['any', 'all'];

const idTypes: readonly IdType[] = [
  {
    name: 'KnownModel',
    description: 'Ids of the models in the catalogue.',
    members: literals(models.map((row) => row.id)),
  },
  {
    name: 'KnownAccelerator',
    description: 'Ids of the accelerators in the catalogue.',
    members: literals(accelerators.map((row) => row.id)),
  },
  {
    name: 'KnownAwsMachine',
    description: 'EC2 instance types in the catalogue.',
    members: literals(machines.filter((row) => row.provider === 'aws').map((row) => row.id)),
  },
  {
    name: 'KnownOwnedMachine',
    description: 'Server models in the catalogue.',
    members: literals(machines.filter((row) => row.provider !== 'aws').map((row) => row.id)),
  },
  {
    name: 'KnownMachine',
    description: 'Ids of the machines in the catalogue: EC2 instance types and server models.',
    members: ['KnownAwsMachine', 'KnownOwnedMachine'],
  },
  {
    name: 'KnownAwsRegion',
    description: 'AWS regions in the catalogue.',
    members: literals(regions.filter((row) => row.provider === 'aws').map((row) => row.id)),
  },
  {
    name: 'KnownCloud',
    description: 'Providers whose machine prices are in the catalogue.',
    members: literals(machinePrices.map((row) => row.provider)),
  },
  {
    name: 'KnownCloudRegion',
    description: 'Regions that the catalogue has machine prices for, of all providers.',
    members: literals(machinePrices.map((row) => row.region).filter((region) => !anyRegion.includes(region))),
  },
  {
    name: 'KnownCountry',
    description: 'Countries whose grid is in the catalogue, as ISO 3166-1 alpha-2 codes.',
    members: literals(regions.filter((row) => row.provider === 'grid').map((row) => row.country)),
  },
  {
    name: 'KnownJurisdiction',
    description: 'Jurisdictions of the regions in the catalogue.',
    members: literals(regions.map((row) => row.jurisdiction)),
  },
  {
    name: 'KnownChart',
    description: 'Helm charts of the platform.',
    members: literals(
      components.flatMap((row) => (row.id.startsWith('chart/') ? [row.id.slice('chart/'.length)] : [])),
    ),
  },
];

/** Prints the types of the catalogue's ids. */
export const printIds = (): string =>
  `${HEAD}${idTypes
    .map(({ name, description, members }) => `/** ${description} */\nexport type ${name} = ${members.join(' | ')};\n`)
    .join('\n')}`;

/** Names of the types that `printIds` declares. */
export const idTypeNames: readonly string[] = idTypes.map(({ name }) => name);
