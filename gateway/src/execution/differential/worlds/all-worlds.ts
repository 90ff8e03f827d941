import { World } from '../world/world.ts';
import { chains } from './chains.world.ts';
import { commerce } from './commerce.world.ts';
import { contexts } from './contexts.world.ts';
import { hidden } from './hidden.world.ts';
import { interfaceObjects } from './interface-objects.world.ts';
import { keys } from './keys.world.ts';
import { media } from './media.world.ts';
import { mutations } from './mutations.world.ts';
import { requirements } from './requirements.world.ts';
import { values } from './values.world.ts';

export const worldDefinitions = [
  commerce,
  keys,
  requirements,
  media,
  interfaceObjects,
  values,
  hidden,
  chains,
  mutations,
  contexts,
];

const composed = new Map<string, World>();

/** The world of a name, composed once. @throws Error when there is none. */
export function worldOf(name: string): World {
  let world = composed.get(name);
  if (world === undefined) {
    const definition = worldDefinitions.find(candidate => candidate.name === name);
    if (definition === undefined) throw new Error(`There is no world ${name}.`);
    world = new World(definition);
    composed.set(name, world);
  }
  return world;
}
