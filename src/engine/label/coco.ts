/** What COCO calls its classes, by their numbers; those without a name are not used. */
const numbered: readonly string[] =
  `,person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,,stop sign,parking meter,bench,
bird,cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe,,backpack,umbrella,,,handbag,tie,suitcase,frisbee,skis,snowboard,
sports ball,kite,baseball bat,baseball glove,skateboard,surfboard,tennis racket,bottle,,wine glass,cup,fork,knife,spoon,
bowl,banana,apple,sandwich,orange,broccoli,carrot,hot dog,pizza,donut,cake,chair,couch,potted plant,bed,,dining table,,,
toilet,,tv,laptop,mouse,remote,keyboard,cell phone,microwave,oven,toaster,sink,refrigerator,,book,clock,vase,scissors,
teddy bear,hair drier,toothbrush`
    .replaceAll('\n', '')
    .split(',');

/**
 * The names of a detector's classes where there are as many as COCO has: the 80 that are used, or its numbers to 90 from
 * 1, or from 0.
 */
export function cocoNames(classes: number): readonly string[] | undefined {
  const all = numbered.map((name, number) => name || `class ${number}`);
  if (classes === numbered.length) return all;
  if (classes === numbered.length - 1) return all.slice(1);
  const used = numbered.filter((name) => name !== '');
  return classes === used.length ? used : undefined;
}
