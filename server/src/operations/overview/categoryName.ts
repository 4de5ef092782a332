/** `data_pipeline` as "Data pipeline". */
export function categoryName(category: string): string {
  const words = category.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
