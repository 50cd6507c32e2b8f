import { formatProblem, loadPacks } from '.';
import { packTexts } from './shipped';
it('loads', () => {
  const loaded = loadPacks(packTexts('/tmp/packs/new'));
  console.log(loaded.problems.map(formatProblem).join('\n'));
  console.log(loaded.packs.map(({ pack, version, rules, hash }) => `${pack} ${version} ${rules.length} ${hash.slice(0, 12)} no deadline ${loaded.noDeadlines.get(pack)?.length}`).join('\n'));
});
