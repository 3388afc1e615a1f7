import type { Query } from './ast.ts';
import { refuse } from './faults.ts';

/**
 * Refuses what would match nearly every article: a query, or one branch of an OR, that only says what must be absent.
 * @throws QueryRefused pure-negative, negative-branch
 */
export function checkPolarity(root: Query): void {
  if (!isPositive(root))
    refuse('pure-negative', root, 'The query only says what must be absent.', 'Add a word that must be there.');
}

/** Whether the node asks for something to be present. */
function isPositive(node: Query): boolean {
  switch (node.kind) {
    case 'phrase':
    case 'meta':
    case 'near':
    case 'named':
      return true;
    case 'not':
      return false;
    case 'and':
      return node.children.map(isPositive).includes(true);
    case 'or':
      node.children.forEach(checkBranch);
      return true;
    case 'atleast':
    case 'scope':
      return isPositive(node.child);
    case 'score':
    default:
      return node.items.some((item) => item.weight > 0 && isPositive(item.child));
  }
}

function checkBranch(branch: Query): void {
  if (!isPositive(branch))
    refuse('negative-branch', branch, 'This side of the OR only says what must be absent.', 'Write (a OR b) NOT c.');
}
