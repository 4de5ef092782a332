/** `data_pipeline` as "Data pipeline"; `infra`, the one short word in the spec, in full. */
export function categoryName(category: string): string {
  if (category === 'infra') return 'Infrastructure';
  const words = category.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
