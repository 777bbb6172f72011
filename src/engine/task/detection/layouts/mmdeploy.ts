import type { DetectorLayout } from '../layout';
import { column, lastAxis } from '../parts';

/** What MMDeploy's graphs have selected: corners in pixels and score [N, k, 5], and classes [N, k] (RTMDet and others). */
export const mmdeploy: DetectorLayout = {
  id: 'mmdeploy',
  ranked: true,
  recognise(head) {
    const rows = head.outputs.find(({ shape }) => shape?.length === 3 && shape[2] === 5);
    const labels = head.outputs.find(({ shape }) => shape?.length === 2);
    if (!rows || !labels || !/det|box/i.test(rows.name) || !/label|class/i.test(labels.name)) return undefined;
    return {
      outputs: [rows.name, labels.name],
      reason: `${rows.name} and ${labels.name} are corners with scores and classes that the graph has selected (MMDeploy)`,
    };
  },
  boxes: (builder, [rows]) => lastAxis(builder, rows, 0, 4),
  scores(builder, [rows, labels]) {
    const scores = lastAxis(builder, rows, 4, 5);
    return { scores, labels: column(builder, labels), probabilities: scores };
  },
};
