/** Pixels that count in nothing, as in the PASCAL VOC and Cityscapes data. */
export const ignoredLabel = 255;
